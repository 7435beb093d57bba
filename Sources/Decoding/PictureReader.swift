import Containers
import ImageSpecs
import Pictures
import Vips
import WorkerProtocol

/// Reads a format for which libvips has no safe loader, or of which libvips reads some files wrongly.
protocol PictureReader {
    /// The size of a frame as stored.
    var size: Size { get }
    /// The durations of the frames and the loop count. A still image has one frame.
    var timing: AnimationTiming { get }

    /// Returns an image with the metadata of the file. The pixels of this image are never read.
    func headerImage() throws -> Image
    /// Decodes the first frame.
    func image() throws -> Image
    /// Decodes all frames, one below the other.
    func allFrames() throws -> Image
}

extension PictureReader {
    var timing: AnimationTiming { AnimationTiming(delays: [100], loop: 0) }

    func headerImage() throws -> Image { try .blank(size) }

    func allFrames() throws -> Image { try image() }
}

extension Image {
    /// Returns a black image. libvips computes its pixels only if they are read.
    static func blank(_ size: Size, bands: Int = 3, hasSixteenBits: Bool = false) throws -> Image {
        let arguments: Arguments = ["width": .int(size.width), "height": .int(size.height), "bands": .int(bands)]
        let black = try Operation.call("black", arguments)
        let space = bands == 4 ? "cmyk" : bands < 3 ? "b-w" : "srgb"
        guard hasSixteenBits else { return try black.apply("copy", ["interpretation": .string(space)]) }
        let deepSpace = bands == 4 ? "cmyk" : bands < 3 ? "grey16" : "rgb16"
        return try black.apply("cast", ["format": "ushort"]).apply("copy", ["interpretation": .string(deepSpace)])
    }
}

extension SourceFile {
    /// Returns the reader of the file, or nil for a file that libvips reads without a reader of this module.
    ///
    /// - Throws: `Failure` for a file that violates the rules of its format, uses features that are not supported, or
    ///   exceeds a limit.
    func reader(_ limits: Job.Limits) throws(Failure) -> (any PictureReader)? {
        switch format {
        case .bmp: try BMPReader(self, truncated: limits.truncated)
        case .ico, .cur: try IconReader(self, truncated: limits.truncated)
        case .gif: try GIFReader(self, limits)
        case .tiff: try TIFFReader(self, truncated: limits.truncated)
        case .png: try PNGReader(ifTruncated: self, limits.truncated)
        default: nil
        }
    }
}

extension Failure {
    init(_ error: ContainerError) {
        switch error {
        case .corrupt(let reason): self.init(code: .corruptSource, message: reason)
        case .unsupported(let reason): self.init(code: .unsupportedFormat, message: reason)
        }
    }
}
