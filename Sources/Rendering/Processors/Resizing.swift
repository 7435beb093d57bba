import ImageSpecs
import Vips

extension Picture {
    /// `Resize`: the image at exactly this size, by a Lanczos filter of three lobes.
    func resized(to target: Size) throws -> Picture {
        guard target.width > 0, target.height > 0 else {
            throw ProcessorError(description: "the image would come out \(target)")
        }
        // Even where the size is right already the result has no palette.
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
        let size = Size(width: width, height: height)
        guard target != size else { return self }
        guard target.isWithin(size) else {
            return try Image(
                Lanczos.resampled(pixels(), to: target, hasAlpha: hasAlpha),
                interpretation: interpretation
            )
        }
        guard hasAlpha else { return try reduced(to: target) }
        return try apply("premultiply")
            .reduced(to: target)
            .apply("unpremultiply")
            .apply("round", ["round": "rint"])
            .apply("cast", ["format": "uchar"])
            .apply("copy", ["interpretation": bands == 2 ? "b-w" : "srgb"])
    }

    /// libvips averages rows first where the filter is left with a factor of `gap` at least: its fixed-point numbers
    /// lose precision over the many rows that a filter for large factors reaches (at 3, the result stays within
    /// 52 dB of the one-step filter).
    private static let gap = 3.0

    /// In memory.
    private func reduced(to target: Size) throws -> Image {
        // The vertical pass first: it is the one that a stream of rows can feed, and the fewer rows the less work after.
        var image = self
        if target.height < height {
            let factor = Double(height) / Double(target.height)
            image = try image.apply(
                "reducev",
                ["vshrink": .double(factor), "kernel": "lanczos3", "gap": .double(Image.gap)]
            )
        }
        guard image.height == target.height else {
            throw ProcessorError(description: "libvips made \(image.height) rows of \(target.height)")
        }
        guard target.width < width else { return try image.inMemory() }
        return switch format {
        case "uchar": try image.rowsReduced(to: target.width, of: UInt8.self)
        case "float": try image.rowsReduced(to: target.width, of: Float.self)
        default: throw ProcessorError(description: "\(format) samples cannot be resized")
        }
    }

    private func rowsReduced<Sample: ReducibleSample>(to target: Int, of _: Sample.Type) throws -> Image {
        let reduction = RowReduction<Sample>(from: width, to: target, bands: bands)
        return try mappingRows(toWidth: target) { reduction.reduce($0.assumingMemoryBound(to: Sample.self)) }
    }
}
