import Containers
import Pictures
import Vips
import WorkerProtocol

/// Reads a PNG in memory: a picture of an icon, or a truncated file to which an end chunk was added.
struct PNGReader: PictureReader {
    let size: Size
    let bytes: [UInt8]
    private let truncated: Job.Truncated

    /// - Throws: `Failure` `corrupt-source` for a file that does not start with IHDR, and for a truncated file that is
    ///   refused or has no pixels.
    init(_ file: any ByteSource, _ truncated: Job.Truncated) throws(Failure) {
        size = try PNGChunks.size(of: file)
        bytes = try PNGChunks.closed(file, truncated) ?? file.read(at: 0, count: file.byteCount)
        self.truncated = truncated
    }

    /// - Returns: nil for a complete file.
    /// - Throws: the errors of the other initializer, and `Failure` `corrupt-source` if truncated files are refused and
    ///   a frame of an animation is missing or invalid.
    init?(ifTruncated file: any ByteSource, _ truncated: Job.Truncated) throws(Failure) {
        guard let closed = try PNGChunks.closed(file, truncated) else { return nil }
        if truncated == .refuse, AnimatedPNG.frameCount(of: file) > 1, AnimatedPNG(closed) == nil {
            throw Failure(code: .corruptSource, message: "the file is truncated, and a frame is missing or invalid")
        }
        size = try PNGChunks.size(of: file)
        bytes = closed
        self.truncated = truncated
    }

    func headerImage() throws -> Image { try image() }

    func image() throws -> Image {
        var operation = try Operation("pngload_source")
        try operation.set("source", .source(Source(bytes: bytes)))
        try operation.set("access", "sequential")
        try operation.set("fail_on", .string(truncated.failOn))
        try operation.build()
        return try operation.image()
    }
}
