import ImageSpecs
import Vips

extension Picture {
    /// `Resize`: resamples the image to exactly this size with a three-lobed Lanczos filter.
    package func resized(to target: Size) throws -> Picture {
        guard target.width > 0, target.height > 0 else {
            throw ProcessorError(description: "the result would be \(target)")
        }
        var resized = Picture(try image.resized(to: target), mode: mode)
        if mode == .palette {
            // Resampling makes colours that are not in the palette. As in PILKit
            // (`pilkit.processors.utils.resolve_palette`), the result has no palette, even if the size does not change.
            resized.mode = hasAlpha ? .rgba : .rgb
        }
        return resized
    }
}

extension Image {
    /// Resamples the image. Colours are weighted by their alpha, so that the colours of transparent pixels are not
    /// visible at edges.
    /// - Parameter extents: the extents that the image shows, if they differ from its size. Only reductions use them.
    package func resized(to target: Size, from extents: Extents? = nil) throws -> Image {
        let size = Size(width: width, height: height)
        let extents = extents ?? Extents(size)
        guard target != size else { return self }
        guard target.isWithin(size) else {
            return try Image(
                Enlargement.resampled(pixels(), to: target, hasAlpha: hasAlpha),
                interpretation: interpretation
            )
        }
        guard hasAlpha else { return try reduced(to: target, from: extents) }
        return try apply("premultiply")
            .reduced(to: target, from: extents)
            .apply("unpremultiply")
            .apply("round", ["round": "rint"])
            .apply("cast", ["format": "uchar"])
            .apply("copy", ["interpretation": .string(interpretation)])
    }

    /// If the height shrinks by at least `twoStepFactor`, libvips first reduces the height to `intermediateFactor`
    /// times the target. Then the windows of the second step are smaller. Smaller windows need less memory, because the
    /// second step keeps all rows of a window. Smaller windows also reduce the sum of the rounding errors of the
    /// weights (`KernelSample`).
    private static let twoStepFactor = 6
    private static let intermediateFactor = 3

    /// Reduces the image and keeps the result in memory.
    private func reduced(to target: Size, from extents: Extents) throws -> Image {
        var (image, extents) = (self, extents)
        if height >= Image.twoStepFactor * target.height {
            let rows = Image.intermediateFactor * target.height
            let factor = Double(height) / Double(rows)
            // `gap` allows libvips to average rows first, as long as enough rows remain for its filter.
            let gap = Double(Image.intermediateFactor)
            image = try apply("reducev", ["vshrink": .double(factor), "kernel": "lanczos3", "gap": .double(gap)])
            extents = Extents(width: extents.width, height: extents.height.resized(from: height, to: rows))
        }
        return switch image.format {
        case "uchar": try image.reduced(to: target, from: extents, of: UInt8.self)
        case "float": try image.reduced(to: target, from: extents, of: Float.self)
        default: throw ProcessorError(description: "\(format) samples cannot be resized")
        }
    }

    private func reduced<Sample: ReducibleSample>(
        to target: Size,
        from extents: Extents,
        of _: Sample.Type
    ) throws -> Image {
        let size = Size(width: width, height: height)
        let reduction = Reduction<Sample>(from: size, showing: extents, to: target, bands: bands)
        return try made(width: target.width, height: target.height, fromStrips: reduction.add)
    }
}
