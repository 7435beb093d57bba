import ImageSpecs
import Pictures

/// A step that fails for every picture.
struct ImpossibleStep: PictureStep {
    let reason: String

    func apply(to picture: Picture) throws -> Picture { throw ProcessorError(description: reason) }
}

extension UnresolvedStep: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        throw ProcessorError(description: "the fields of the source are not filled in")
    }
}
