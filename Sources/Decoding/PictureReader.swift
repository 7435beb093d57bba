import Containers
import ImageSpecs
import Pictures
import Vips
import WorkerProtocol

/// Reads a format itself, because libvips has no loader for it that may be trusted, or reads some kinds of it wrongly.
protocol PictureReader {
    /// Of a frame, as stored.
    var size: Size { get }
    /// When each frame is shown; of a picture that stands still, one frame.
    var timing: AnimationTiming { get }

    /// What the file says beside its pixels, on a picture whose own pixels are never read.
    func headerImage() throws -> Image
    /// The first frame.
    func image() throws -> Image
    /// All the frames, below one another.
    func allFrames() throws -> Image
}

extension PictureReader {
    var timing: AnimationTiming { AnimationTiming(delays: [100], loop: 0) }

    func headerImage() throws -> Image { try .blank(size) }

    func allFrames() throws -> Image { try image() }
}

extension Image {
    /// Black, and computed only if it is asked for.
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
    /// What reads the file in libvips' place; nil for a format that libvips reads.
    ///
    /// - Throws: `Failure` for a file that breaks the rules of its format, or of a kind that is not read.
    func reader(_ limits: Job.Limits) throws(Failure) -> (any PictureReader)? {
        switch format {
        case .bmp: try BMPReader(self, truncated: limits.truncated)
        case .ico, .cur: try IconReader(self, truncated: limits.truncated)
        case .gif: try GIFReader(self, limits)
        case .tiff: try TIFFReader(self)
        case .png: try PNGReader(ifCut: self, limits.truncated)
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
