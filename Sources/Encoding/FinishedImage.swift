import Decoding
import Pictures
import Vips

/// The result of an output's processors: one picture or the frames of an animation, and the metadata.
package struct FinishedImage {
    /// At least one picture. All pictures have the same size.
    package let frames: [Picture]
    /// The durations of the frames and the loop count. It is nil for a still image.
    package let timing: AnimationTiming?
    let metadata: KeptMetadata

    package init(frames: [Picture], timing: AnimationTiming?, metadata: KeptMetadata) {
        self.frames = frames
        self.timing = timing
        self.metadata = metadata
    }

    /// Returns one image for a saver: the frames, one below the other, with the metadata that the saver writes.
    /// - Parameter pictures: the frames, prepared for the format.
    /// - Returns: the image, and whether it has any metadata of the source.
    func image(of pictures: [Picture]) throws -> (image: Image, hasMetadata: Bool) {
        let image: Image
        if pictures.count > 1 {
            let hasAlpha = pictures.contains { $0.hasAlpha }
            let frames = try pictures.map { picture in
                let frame = try picture.image.withColorBands()
                return hasAlpha ? try frame.withAlphaBand() : frame
            }
            image = try Operation.call("arrayjoin", ["in": .images(frames), "across": 1]).withoutMetadata()
        } else {
            image = try (pictures.first ?? frames[0]).image.withoutMetadata()
        }
        if let timing, let height = pictures.first?.size.height {
            image.set(field: "page-height", height)
            image.set(field: "delay", timing.delays)
            image.set(field: "loop", timing.loop)
        }
        return (image, metadata.note(with: image))
    }
}
