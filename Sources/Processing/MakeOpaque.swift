import ImageSpecs
import Pictures

extension MakeOpaque: PictureStep {
    package func apply(to picture: Picture) throws -> Picture { try picture.opaque(on: background) }
}
