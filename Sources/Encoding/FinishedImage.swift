import Decoding
import ImageSpecs
import Pictures
import Vips

/// The result of an output's processors, with the metadata: one picture, the frames of an animation, or the planes of a
/// JPEG.
package struct FinishedImage {
    package enum Content {
        /// At least one picture. All pictures have the same size.
        case frames([Picture])
        /// The components of a JPEG, which are encoded as a JPEG without a conversion to RGB. There is no metadata.
        case planes(PlanarPicture)

        var size: Size {
            switch self {
            case .frames(let frames): frames[0].size
            case .planes(let planes): planes.size
            }
        }
    }

    let content: Content
    /// The durations of the frames and the loop count. It is nil for a still image.
    package let timing: AnimationTiming?
    let metadata: KeptMetadata

    package init(_ content: Content, timing: AnimationTiming?, metadata: KeptMetadata) {
        self.content = content
        self.timing = timing
        self.metadata = metadata
    }

    /// Returns one image for a saver: the frames, one below the other, with the metadata that the saver writes.
    /// - Parameters:
    ///   - pictures: the frames, prepared for the format. There is at least one.
    ///   - saver: the saver that gets the image.
    /// - Returns: the image, and whether it has any metadata.
    func image(of pictures: [Picture], for saver: Saver) throws -> (image: Image, hasMetadata: Bool) {
        let image: Image
        if pictures.count > 1 {
            let hasAlpha = pictures.contains { $0.hasAlpha }
            let frames = try pictures.map { picture in
                let frame = try picture.image.withColorBands()
                return hasAlpha ? try frame.withAlphaBand() : frame
            }
            image = try Operation.call("arrayjoin", ["in": .images(frames), "across": 1]).withoutMetadata()
        } else {
            let needsColor = saver.needsColor(hasGreyProfile: metadata.hasGreyProfile)
            let picture = pictures[0].image
            image = try (needsColor ? picture.withColorBands() : picture).withoutMetadata()
        }
        if let timing {
            image.set(field: "page-height", pictures[0].size.height)
            // Browsers show a frame of 10 ms or less for 100 ms. So such a frame gets 100 ms. A GIF states durations in
            // units of 10 ms, so 11 to 14 ms would be rounded to 10 ms.
            let shortest = saver.format == .gif ? 20 : 11
            // A GIF has 16 bits for a duration, and a WebP has 24 bits. libwebp refuses longer durations.
            let longest = saver.format == .gif ? 655_350 : 0xFF_FFFF
            image.set(field: "delay", timing.delays.map { $0 <= 10 ? 100 : min(max($0, shortest), longest) })
            image.set(field: "loop", timing.loop)
        }
        return (image, metadata.note(with: image))
    }
}
