/// Pillow's save options, as a spec's `options` name them, and `vips` for a saver's own.
public enum SaveOption {
    /// The options that a format has.
    public static func names(for format: ImageFormat) -> [String] {
        switch format {
        case .jpeg: ["quality", "optimize", "progressive", "subsampling"]
        case .png: ["optimize", "compress_level", "compress_type", "bits"]
        case .gif: ["optimize", "interlace"]
        case .webp: ["lossless", "quality", "alpha_quality", "method", "exact", "minimize_size"]
        case .tiff: ["compression", "quality", "tiled"]
        case .bmp: []
        case .avif: ["quality", "subsampling", "speed", "lossless", "codec"]
        case .jpeg2000: ["quality_mode", "quality_layers", "irreversible", "quality"]
        case .jxl: ["quality", "lossless", "effort", "distance"]
        }
    }

    /// Every option of any format. Pillow ignores those of other formats, which lets one set of options serve a
    /// spec whose format comes from the source.
    public static let known = Set(ImageFormat.allCases.flatMap(names) + ["vips"])
}
