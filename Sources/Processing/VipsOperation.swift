import ImageSpecs
import Pictures

extension VipsOperation: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try VipsCall.run(name, arguments, on: picture)
    }
}
