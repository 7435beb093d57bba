import Decoding
import Pictures
import Vips

/// What an output's processors have made: one picture, or the frames of an animation, and what is said of them.
package struct FinishedImage {
    /// At least one, all of one size.
    package let frames: [Picture]
    /// Nil for a picture that stands still.
    package let timing: AnimationTiming?
    let metadata: KeptMetadata

    package init(frames: [Picture], timing: AnimationTiming?, metadata: KeptMetadata) {
        self.frames = frames
        self.timing = timing
        self.metadata = metadata
    }

    /// One image for a saver: frames below one another, with all that it shall write beside the pixels.
    /// - Parameter pictures: the frames as the format takes them.
    /// - Returns: the image, and whether any metadata of the source is with it.
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
