import ImageSpecs
import Pictures
import WorkerProtocol

/// A step that can be applied to pictures. Each type of step conforms to this protocol in the file with the name of the
/// type.
package protocol PictureStep: Step {
    /// Returns simpler steps with the same effect on an image of this size, or nil if the step is already simple. The
    /// simple steps are `Resize`, `ResizeCanvas`, and all steps that read or change pixels in another way.
    func parts(for size: Size) -> [any PictureStep]?

    /// Returns the part of the picture that a crop keeps, if the crop depends on the pixels. Returns nil for other
    /// steps. For an animation, the box of the first frame applies to all frames.
    func box(in picture: Picture) throws -> Box?

    /// Applies a step that has neither parts nor a box.
    func apply(to picture: Picture) throws -> Picture

    /// Applies a step like `apply(to:)`. A step that reads a second image, such as an overlay or the output of a
    /// program, implements this function, because the limits also apply to this image.
    func apply(to picture: Picture, _ limits: Job.Limits) throws -> Picture

    /// Returns true only if the step does not change an upright image of this size. If this is not known, returns
    /// false.
    func isNoOp(for size: Size) -> Bool

    /// Whether small differences in pixel values can change the effect of the step. Such a step needs pixels that are
    /// close to the pixels of the source.
    var needsDetail: Bool { get }
}

extension PictureStep {
    package func parts(for size: Size) -> [any PictureStep]? { nil }
    package func box(in picture: Picture) throws -> Box? { nil }
    package func apply(to picture: Picture) throws -> Picture { picture }
    package func apply(to picture: Picture, _ limits: Job.Limits) throws -> Picture { try apply(to: picture) }
    package func isNoOp(for size: Size) -> Bool { parts(for: size)?.allSatisfy { $0.isNoOp(for: size) } ?? false }
    package var needsDetail: Bool { false }
}

extension Processor {
    /// The step of the processor. If the worker does not support the processor, the step fails when it is applied.
    package var pictureStep: any PictureStep {
        step as? any PictureStep ?? ImpossibleStep(reason: "this worker does not know the processor \(name)")
    }
}
