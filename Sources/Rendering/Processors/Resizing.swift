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

    /// From here on libvips makes a picture of `few` times the height first: of the rows that a window reaches over, all are
    /// held.
    private static let many = 6
    private static let few = 3

    /// In memory.
    private func reduced(to target: Size) throws -> Image {
        var image = self
        if height >= Image.many * target.height {
            let factor = Double(height) / Double(Image.few * target.height)
            image = try apply("reducev", ["vshrink": .double(factor), "kernel": "lanczos3", "gap": 3.0])
        }
        return switch format {
        case "uchar": try image.reduced(to: target, of: UInt8.self)
        case "float": try image.reduced(to: target, of: Float.self)
        default: throw ProcessorError(description: "\(format) samples cannot be resized")
        }
    }

    private func reduced<Sample: ReducibleSample>(to target: Size, of _: Sample.Type) throws -> Image {
        let reduction = Reduction<Sample>(from: Size(width: width, height: height), to: target, bands: bands)
        return try mappingRows(toWidth: target.width, height: target.height, reduction.take)
    }
}
