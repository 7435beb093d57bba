import Vips
import WorkerProtocol

/// A source with its header read: what is known before any pixel is decoded.
struct Decoder {
    let file: SourceFile
    /// The size as stored, of one frame.
    let size: Size
    /// EXIF's, from 1 to 8; 1 is upright.
    let orientation: Int
    /// The embedded colour profile.
    let profile: ICCProfile?

    /// Reads the header, within the limits.
    init(_ file: SourceFile, limits: Job.Limits) throws(Failure) {
        if file.format == .png { try PNGChunks.check(file) }
        let header = try Decoder.load(file, shrink: 1)
        let size = Size(width: header.width, height: header.height)
        let frames = header.int(field: "n-pages") ?? 1
        // GIF and WebP frames are pictures of the same size; TIFF pages are never decoded beyond the first.
        let counted = file.format == .gif || file.format == .webp ? max(frames, 1) : 1
        let (pixels, overflow) = size.area.multipliedReportingOverflow(by: counted)
        guard !overflow, pixels <= limits.pixels else {
            let times = counted > 1 ? " × \(counted) frames" : ""
            throw Failure(
                code: .tooLarge,
                message: "\(size)\(times) are more than the \(limits.pixels) pixels that are read"
            )
        }
        let orientation = header.int(field: "orientation") ?? 1
        self.file = file
        self.size = size
        self.orientation = (1...8).contains(orientation) ? orientation : 1
        self.profile = header.blob(field: "icc-profile-data").map(ICCProfile.init)
    }

    /// The pixels, to be read once from top to bottom, reduced by `shrink` on both sides.
    func load(shrink: Int) throws(Failure) -> Image {
        try Decoder.load(file, shrink: shrink)
    }

    private static func load(_ file: SourceFile, shrink: Int) throws(Failure) -> Image {
        if file.format == .bmp { return try BMPReader.read(file) }
        guard let loader = file.format.loader, LibVips.has(operation: loader) else {
            throw Failure(code: .unsupportedFormat, message: "this libvips does not read \(file.format.rawValue)")
        }
        do {
            var operation = try Operation(loader)
            try operation.set("source", .source(try file.rewound()))
            try operation.set("access", "sequential")
            // A picture that is cut short is an error and not half grey.
            if LibVips.has(option: "fail_on", of: loader) {
                try operation.set("fail_on", "truncated")
            } else {
                try operation.set("fail", true)
            }
            if shrink > 1 {
                switch file.format {
                case .jpeg: try operation.set("shrink", .int(shrink))
                case .webp: try operation.set("scale", .double(1 / Double(shrink)))
                default: break
                }
            }
            try operation.build()
            return try operation.image()
        } catch let error as VipsError {
            throw Failure(code: .corruptSource, message: "cannot be decoded (\(error.hint))")
        } catch {
            throw Failure(code: .corruptSource, message: "\(error)")
        }
    }
}
