import Containers
import ImageSpecs
import Pictures
import Vips
import WorkerProtocol

/// A source with its header read: what is known before any pixel is decoded.
package struct Decoder {
    package let file: SourceFile
    /// The size as stored, of one frame.
    package let size: Size
    /// EXIF's, from 1 to 8; 1 is upright.
    package let orientation: Int
    /// Of GIF and WebP; 1 for a picture that stands still. Pages of TIFF are never decoded beyond the first.
    package let frameCount: Int
    /// When each frame is shown.
    package let timing: AnimationTiming
    /// What the file says beside its pixels; its own pixels are never read.
    package let header: Image

    /// Reads the header, within the limits.
    package init(_ file: SourceFile, limits: Job.Limits) throws(Failure) {
        switch file.format {
        case .png:
            try PNGChunks.check(file)
            try Decoder.check(PNGChunks.size(of: file), frames: 1, limits)
        // Its header is read with all its pixels.
        case .bmp: try Decoder.check(BMPHeader(of: file).size, frames: 1, limits)
        default: break
        }
        let header = try Decoder.load(file)
        let size = Size(width: header.width, height: header.height)
        let pages = header.int(field: "n-pages") ?? 1
        let counted = file.format == .gif || file.format == .webp ? max(pages, 1) : 1
        try Decoder.check(size, frames: counted, limits)
        let orientation = header.int(field: "orientation") ?? 1
        self.file = file
        self.size = size
        self.orientation = (1...8).contains(orientation) ? orientation : 1
        self.frameCount = counted
        self.header = header
        let delays = (header.ints(field: "delay") ?? []).prefix(counted)
        // What browsers show a frame for that says nothing.
        let missing = [Int](repeating: 100, count: counted - delays.count)
        self.timing = AnimationTiming(delays: delays + missing, loop: header.int(field: "loop") ?? 0)
    }

    private static func check(_ size: Size, frames: Int, _ limits: Job.Limits) throws(Failure) {
        let (area, areaOverflows) = size.width.multipliedReportingOverflow(by: size.height)
        let (pixels, pixelsOverflow) = area.multipliedReportingOverflow(by: frames)
        let overflow = areaOverflows || pixelsOverflow
        guard overflow || pixels > limits.pixels else { return }
        let times = frames > 1 ? " × \(frames) frames" : ""
        let count = overflow ? "" : " = \(pixels) pixels"
        throw Failure(code: .tooLarge, message: "\(size)\(times)\(count) is more than max_pixels, \(limits.pixels)")
    }

    /// What steps on pixels ask for. All else that is known of the source is in its header; with the pixels it would be
    /// copied from step to step.
    private static let fieldsOfPixels: Set = ["icc-profile-data", "orientation", "palette-bit-depth", "gif-palette"]

    /// The pixels, to be read once from top to bottom, reduced by `shrink` on both sides.
    package func load(shrink: Int) throws(Failure) -> Image {
        let image = try Decoder.load(file, shrink: shrink)
        image.keepFields(Decoder.fieldsOfPixels)
        return image
    }

    /// All the frames, below one another.
    package func loadAllFrames() throws(Failure) -> Image {
        let image = try Decoder.load(file, allFrames: true)
        image.keepFields(Decoder.fieldsOfPixels)
        return image
    }

    private static func load(_ file: SourceFile, shrink: Int = 1, allFrames: Bool = false) throws(Failure) -> Image {
        if file.format == .bmp { return try BMPReader.read(file) }
        guard let loader = file.format.loader, LibVips.has(operation: loader) else {
            throw Failure(code: .unsupportedFormat, message: "this libvips does not read \(file.format.rawValue)")
        }
        do {
            var operation = try Operation(loader)
            let isAtAnEighth = file.format == .jpeg && shrink == 8
            let scans = isAtAnEighth ? ProgressiveJPEG.scansForAnEighth(of: file.bytes()) : nil
            try operation.set("source", .source(try scans.map(Source.init(bytes:)) ?? file.rewound()))
            try operation.set("access", "sequential")
            // A picture that is cut short is an error and not half grey.
            if LibVips.has(option: "fail_on", of: loader) {
                try operation.set("fail_on", "truncated")
            } else {
                try operation.set("fail", true)
            }
            if allFrames { try operation.set("n", -1) }
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
            throw Failure(undecodable: error)
        } catch {
            throw Failure(code: .corruptSource, message: "\(error)")
        }
    }
}
