/// Pillow's save options, as a spec's `options` name them, and `vips` for a saver's own.
package enum SaveOption {
    /// The options that a format has.
    package static func names(for format: ImageFormat) -> [String] {
        switch format {
        case .jpeg: ["quality", "optimize", "progressive", "progression", "subsampling"]
        case .png: ["optimize", "compress_level"]
        case .gif: ["optimize", "interlace"]
        case .webp: ["lossless", "quality", "alpha_quality", "method", "exact"]
        case .tiff: ["compression", "quality"]
        case .bmp: []
        case .avif: ["quality", "subsampling", "speed"]
        case .jpeg2000: ["irreversible", "quality"]
        case .jxl: ["quality", "lossless", "effort"]
        }
    }

    /// Every option of any format: what a spec may say whose format comes from the source.
    package static let known = Set(ImageFormat.allCases.flatMap(names) + ["vips"])
}
