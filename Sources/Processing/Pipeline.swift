import ImageSpecs
import Pictures
import WorkerProtocol

extension Picture {
    /// Applies all steps to the picture.
    package func processed(by steps: [any PictureStep], limits: Job.Limits) throws -> Picture {
        try Picture.processed([self], by: steps, limits: limits).first ?? self
    }

    /// Applies all steps to the frames of an animation.
    /// - Parameter limits: the limits of the images that steps read, such as overlays.
    /// - Throws: the errors of the steps, and `ProcessorError` if the frames have different sizes after a step.
    package static func processed(
        _ frames: [Picture],
        by steps: [any PictureStep],
        limits: Job.Limits
    ) throws -> [Picture] {
        var frames = frames
        var rest = steps[...]
        while let first = frames.first, let step = rest.popFirst() {
            if let parts = step.parts(for: first.size) {
                rest = parts[...] + rest
            } else if let box = try step.box(in: first) {
                frames = try frames.map { try $0.cropped(to: box) }
            } else {
                frames = try frames.map { try step.apply(to: $0, limits) }
                // A program or a libvips operation can give the frames different sizes, but all frames of an animation
                // must have the same size.
                if let other = frames.first(where: { $0.size != frames[0].size }) {
                    let message = "the processors give frames of different sizes, \(frames[0].size) and \(other.size)"
                    throw ProcessorError(description: message)
                }
            }
        }
        return frames
    }
}
