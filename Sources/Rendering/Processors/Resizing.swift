import ImageSpecs
import Vips

extension Picture {
    /// `Resize`: the image at exactly this size, by a Lanczos filter of three lobes.
    func resized(to target: Size) throws -> Picture {
        guard target.width > 0, target.height > 0 else {
            throw ProcessorError(description: "the image would come out \(target)")
        }
        var resized = Picture(try image.resized(to: target), mode: mode)
        if mode == .palette {
            // The new colours are in no palette (`pilkit.processors.utils.resolve_palette`).
            resized.mode = hasAlpha ? .rgba : .rgb
        }
        return resized
    }
}

extension Image {
    /// Colours are weighted by their alpha on the way, so that what cannot be seen does not show at edges.
    func resized(to target: Size) throws -> Image {
        guard target != Size(width: width, height: height) else { return self }
        guard bands == 2 || bands == 4 else { return try filtered(to: target) }
        return try apply("premultiply")
            .filtered(to: target)
            .apply("unpremultiply")
            .apply("round", ["round": "rint"])
            .apply("cast", ["format": "uchar"])
            .apply("copy", ["interpretation": bands == 2 ? "b-w" : "srgb"])
    }

    private func filtered(to target: Size) throws -> Image {
        // The vertical pass first: it is the one that a stream of rows can feed, and the fewer rows the less work after.
        var image = try shrunk(towards: target)
        if target.height < height {
            let factor = Double(image.height) / Double(target.height)
            image = try image.apply("reducev", ["vshrink": .double(factor), "kernel": "lanczos3"])
        }
        if target.width < width {
            let factor = Double(image.width) / Double(target.width)
            image = try image.apply("reduceh", ["hshrink": .double(factor), "kernel": "lanczos3"])
        }
        guard image.width != target.width || image.height != target.height else { return image }
        return try image.apply(
            "resize",
            [
                "scale": .double(Double(target.width) / Double(image.width)),
                "vscale": .double(Double(target.height) / Double(image.height)),
                "kernel": "lanczos3",
            ]
        )
    }

    /// Averaged down where the filter would reach over more pixels than libvips takes (a factor of about 100).
    private func shrunk(towards target: Size) throws -> Image {
        let largest = 64
        let (across, down) = (width / target.width / largest + 1, height / target.height / largest + 1)
        guard across > 1 || down > 1 else { return self }
        return try apply("shrink", ["hshrink": .int(across), "vshrink": .int(down), "ceil": true])
    }
}
