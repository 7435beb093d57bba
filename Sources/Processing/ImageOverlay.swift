import Decoding
import ImageSpecs
import Pictures
import Vips
import WorkerProtocol

extension ImageOverlay: PictureStep {
    package func apply(to picture: Picture, _ limits: Job.Limits) throws -> Picture {
        try picture.overlaid(withImageAt: path, x: x, y: y, limits)
    }
}

extension Picture {
    /// `ImageOverlay`: composites another image over this picture. The top left corner of the other image is at (`x`,
    /// `y`). The mode of the picture does not change.
    func overlaid(withImageAt path: String, x: Int, y: Int, _ limits: Job.Limits) throws -> Picture {
        try overlaid(
            with: Picture.overlay(at: path, limits).image.withColorBands().withAlphaBand().pixels(),
            x: x,
            y: y
        )
    }

    /// - Parameter overlay: the image to composite over this picture, in RGBA.
    func overlaid(with overlay: Pixels, x: Int, y: Int) throws -> Picture {
        var pixels = try image.withColorBands().withAlphaBand().pixels()
        let rows = max(0, y)..<max(0, y, min(pixels.height, y + overlay.height))
        let columns = max(0, x)..<max(0, x, min(pixels.width, x + overlay.width))
        for row in rows {
            for column in columns {
                let over = ((row - y) * overlay.width + column - x) * 4
                let under = (row * pixels.width + column) * 4
                Blending.compose(&pixels.samples, at: under, overlay.samples[over..<over + 4])
            }
        }
        return try Picture(pixels, mode: .rgba).converted(to: mode)
    }

    private static func overlay(at path: String, _ limits: Job.Limits) throws -> Picture {
        do {
            var limits = limits
            // The settings `allow_formats` and `truncated` apply only to sources.
            limits.formats += ImageFormat.trusted
            limits.truncated = .refuse
            let decoder = try Decoder(SourceFile(path: path, limits: limits), limits: limits)
            return try decoder.picture(.srgb)
        } catch let failure as Failure {
            throw ProcessorError(description: "the overlay \(path): \(failure.message)")
        }
    }
}
