import ImageSpecs
import Pictures

/// How a step is done to pictures. Each type of step conforms in the file of its name.
package protocol PictureStep: Step {
    /// The simpler steps that do the same to an image of this size; nil for a step that is simple. What remains in the end
    /// are resizes to a size, canvases, and steps that need the pixels.
    func parts(for size: Size) -> [any PictureStep]?

    /// The part of a picture that a crop keeps after it has looked at the pixels; nil for other steps. The first frame of an
    /// animation decides for all of them.
    func box(in picture: Picture) throws -> Box?

    /// The picture after a step that has neither parts nor a box.
    func apply(to picture: Picture) throws -> Picture

    /// Whether an upright image of this size comes out as it went in.
    func isNoOp(for size: Size) -> Bool

    /// Whether a grey level more or less can change what the step does: it needs pixels close to the source's.
    var needsDetail: Bool { get }
}

extension PictureStep {
    package func parts(for size: Size) -> [any PictureStep]? { nil }
    package func box(in picture: Picture) throws -> Box? { nil }
    package func apply(to picture: Picture) throws -> Picture { picture }
    package func isNoOp(for size: Size) -> Bool { parts(for: size)?.allSatisfy { $0.isNoOp(for: size) } ?? false }
    package var needsDetail: Bool { false }
}

extension Processor {
    /// The step of the processor. One that `Processing` does not know fails when it is applied.
    package var pictureStep: any PictureStep {
        step as? any PictureStep ?? ImpossibleStep(reason: "this worker does not know the processor \(name)")
    }
}
