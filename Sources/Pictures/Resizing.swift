import ImageSpecs
import Vips

extension Picture {
    /// `Resize`: the image at exactly this size, by a Lanczos filter of three lobes.
    package func resized(to target: Size) throws -> Picture {
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
    /// - Parameter extents: what the image shows, if that is not its size; for a reduction.
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

    /// From this factor on libvips makes the picture `firstFactor` times as high as wanted before: all rows that a window
    /// reaches over are held, and the more there are, the more is lost in weights of 14 bits. Rows are held whole anyway.
    private static let mostAtOnce = 6
    private static let firstFactor = 3

    /// In memory.
    private func reduced(to target: Size, from extents: Extents) throws -> Image {
        var (image, extents) = (self, extents)
        if height >= Image.mostAtOnce * target.height {
            let rows = Image.firstFactor * target.height
            let factor = Double(height) / Double(rows)
            // Averages first, where that leaves as much for the filter as the last step has.
            let gap = Double(Image.firstFactor)
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
        return try made(width: target.width, height: target.height, fromStrips: reduction.take)
    }
}
