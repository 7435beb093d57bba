import Containers
import ImageSpecs
import JPEGDecoding
import Pictures
import Vips
import WorkerProtocol

/// A source whose header has been read, with all properties that are known before any pixel is decoded.
package struct Decoder {
    package let file: SourceFile
    /// The size of one frame as stored.
    package let size: Size
    /// The EXIF orientation, from 1 to 8. 1 means upright.
    package let orientation: Int
    /// The number of frames of a GIF, WebP or PNG. It is 1 for a still image and for all other formats. A TIFF with
    /// several pages also counts as one frame, because only its first page is decoded.
    package let frameCount: Int
    /// The durations of the frames and the loop count.
    package let timing: AnimationTiming
    /// The frames of an animated PNG. They are decoded one by one, because libpng decodes only the default image. This
    /// image is either the first frame, or it is not part of the animation.
    private let animation: AnimatedPNG?
    /// The kind of the samples, as the header describes it. If a reader of this module reads the file, the decoded
    /// image can have another number of bands, for example because of alpha.
    package let samples: SampleKind
    /// The JPEG whose header was read without libvips. It is nil for other formats, and for a JPEG whose header libvips
    /// reads.
    package let jpeg: JPEGPicture?
    private let opened: OpenedHeader
    /// The reader of the format. It is nil if libvips reads the file without a reader of this module.
    private let reader: (any PictureReader)?
    private let truncated: Job.Truncated
    /// The profile of the colours. It is nil for a source that is treated as sRGB.
    package let profile: SourceProfile?

    /// Reads the header and checks it against the limits.
    package init(_ file: SourceFile, limits: Job.Limits) throws(Failure) {
        LibVips.forgetMessages()
        if file.format == .png {
            // Check the size of a PNG first, because some PNG decoders reject large sizes with an unclear message.
            try Decoder.check(PNGChunks.size(of: file), frames: 1, limits)
        }
        try file.checkBudget(limits)
        let reader = try file.reader(limits)
        if let reader { try Decoder.check(reader.size, frames: reader.timing.delays.count, limits) }
        let jpeg = JPEGHeader(of: file)
        let opened = OpenedHeader(jpeg == nil ? try Decoder.openHeader(file, reader, limits.truncated) : nil)
        guard let header = jpeg.map(HeaderFacts.init) ?? opened.image.map(HeaderFacts.init) else {
            preconditionFailure("a header is read without libvips or opened with it")
        }
        let counted = reader?.timing.delays.count ?? (file.format == .webp ? max(header.pageCount, 1) : 1)
        try Decoder.check(header.size, frames: counted, limits)
        self.file = file
        size = header.size
        samples = header.samples
        orientation = header.orientation
        let isMoving = file.format == .png && AnimatedPNG.frameCount(of: file) > 1
        animation = isMoving ? AnimatedPNG((reader as? PNGReader)?.bytes ?? file.bytes()) : nil
        self.frameCount = animation?.frames.count ?? counted
        self.jpeg = jpeg?.picture
        self.opened = opened
        self.reader = reader
        truncated = limits.truncated
        profile = SourceProfile(of: file, header)
        if let animation {
            timing = AnimationTiming(animation)
            return
        }
        if let reader {
            timing = reader.timing
            return
        }
        let delays = header.delays.prefix(counted)
        // The file can state too few durations, or none. A frame without a duration gets 100 ms, as in browsers.
        let missing = [Int](repeating: 100, count: counted - delays.count)
        timing = AnimationTiming(delays: delays + missing, loop: header.loop)
    }

    /// Returns an image with the metadata of the file. Its pixels are never read.
    /// - Throws: `Failure` if libvips cannot read the header.
    package func header() throws(Failure) -> Image {
        if let image = opened.image { return image }
        let image = try Decoder.openHeader(file, reader, truncated)
        opened.image = image
        return image
    }

    private static func openHeader(
        _ file: SourceFile,
        _ reader: (any PictureReader)?,
        _ truncated: Job.Truncated
    ) throws(Failure) -> Image {
        let image = try load(file, reader, truncated)
        image.copyBlobs()
        return image
    }

    /// The image with the metadata of the file. If the header was read without libvips, the image is nil until it is
    /// needed.
    private final class OpenedHeader {
        var image: Image?

        init(_ image: Image?) { self.image = image }
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

    /// The fields that stay on images with pixels, because the processing steps read them. All other fields are only in
    /// `header()`, for two reasons: each step would copy them, and libvips can free some of them, such as the profile,
    /// together with the image of the loader (`Image.copyBlobs`).
    private static let pixelFields: Set = ["orientation", "palette-bit-depth", "gif-palette"]

    /// Whether the loader can halve both sides at less cost than a reduction of the full picture. Only libwebp is used
    /// for this, and only if both sides are even. If a side is odd, libwebp scales the picture to the rounded size,
    /// which shifts the colours by 0.28 pixels.
    package var loadsHalves: Bool {
        file.format == .webp && size.width.isMultiple(of: 2) && size.height.isMultiple(of: 2)
    }

    /// Loads the pixels of the first frame. Read them only once, from top to bottom.
    /// - Parameter halved: whether both sides are halved. Pass true only if `loadsHalves` is true.
    package func load(halved: Bool = false) throws(Failure) -> Image {
        let image = try Decoder.load(file, reader, truncated, part: halved ? .halfOfFirstFrame : .firstFrame)
        image.keepFields(Decoder.pixelFields)
        return image
    }

    /// Decodes the first frame in these colours. The frame keeps the orientation that the file stores.
    package func picture(_ colors: SpecExtensions.ColorProfile) throws -> Picture {
        let conversion = ColorConversion(from: profile, to: colors)
        let (image, rest) = try Normalization.eightBit(load(), conversion)
        let pixels = try image.inMemory()
        try checkCompleteness()
        return try Normalization.picture(pixels, rest)
    }

    /// Loads all frames, one below the other.
    package func loadAllFrames() throws(Failure) -> Image {
        if let animation { return try load(animation) }
        let image = try Decoder.load(file, reader, truncated, part: .allFrames)
        image.keepFields(Decoder.pixelFields)
        return image
    }

    private func load(_ animation: AnimatedPNG) throws(Failure) -> Image {
        do {
            return try animation.strip { bytes in
                try Normalization.eightBit(try Decoder.load(file, nil, truncated, from: Source(bytes: bytes)), .none)
                    .image
            }
        } catch {
            throw file.failure(decoding: error)
        }
    }

    /// - Throws: `Failure` `too-large` for an animation with too many frames, or with too many pixels in all frames.
    package func checkFrames(_ limits: Job.Limits) throws(Failure) {
        guard frameCount <= limits.frames else {
            let message = "\(frameCount) frames are more than max_frames, \(limits.frames)"
            throw Failure(code: .tooLarge, message: message)
        }
        try Decoder.check(size, frames: frameCount, limits)
    }

    /// The part of a file that is loaded.
    private enum Part {
        /// Metadata, and no pixels.
        case header
        case firstFrame
        case halfOfFirstFrame
        case allFrames
    }

    /// - Parameters:
    ///   - source: the bytes to decode, such as one frame. Nil stands for the file itself.
    private static func load(
        _ file: SourceFile,
        _ reader: (any PictureReader)?,
        _ truncated: Job.Truncated,
        from source: Source? = nil,
        part: Part = .header
    ) throws(Failure) -> Image {
        do {
            if let reader {
                return switch part {
                case .header: try reader.headerImage()
                case .firstFrame, .halfOfFirstFrame: try reader.image()
                case .allFrames: try reader.allFrames()
                }
            }
            guard let loader = file.format.loader, LibVips.has(operation: loader) else {
                throw Failure(code: .unsupportedFormat, message: "this libvips does not read \(file.format.rawValue)")
            }
            var operation = try Operation(loader)
            let bytes = try source ?? self.source(file, truncated)
            try operation.set("source", .source(bytes))
            try operation.set("access", "sequential")
            if LibVips.has(option: "fail_on", of: loader) {
                try operation.set("fail_on", .string(truncated.failOn))
            } else {
                try operation.set("fail", .bool(truncated == .refuse))
            }
            if part == .allFrames { try operation.set("n", -1) }
            if part == .halfOfFirstFrame { try operation.set("scale", 0.5) }
            try operation.build()
            let image = try operation.image()
            let isHEIF = file.format == .avif || file.format == .heic
            guard isHEIF, part != .header, image.hasAlpha, HEIFColors.arePremultiplied(in: file) else { return image }
            return try image.unpremultiplied()
        } catch {
            throw file.failure(decoding: error)
        }
    }

    /// Checks that a JPEG or TIFF has all its pixels. If pixels of a JPEG are missing, libjpeg invents them, reports a
    /// warning, and continues. Only the text distinguishes this warning from harmless warnings (`JWRN_HIT_MARKER` in
    /// `jerror.h` of libjpeg). If libtiff cannot decode a tile, libvips 8.18 shows the tile as black, and only the
    /// message of libtiff remains.
    ///
    /// Call this method after the pixels have been computed, because the messages come while the pixels are decoded.
    /// - Throws: if pixels are missing and truncated files are refused, `Failure` `corrupt-source`, or
    ///   `unsupported-format` for a TIFF of a compression that libtiff does not support.
    package func checkCompleteness() throws(Failure) {
        guard truncated == .refuse else { return }
        switch file.format {
        case .jpeg where LibVips.messages.contains("premature end of data segment"):
            throw Failure(
                code: .corruptSource,
                message: "the file ends before its pixels do (premature end of data segment)"
            )
        case .tiff:
            // An encoder can omit a tile. libtiff then reports a length of 0, which is not an error.
            let messages = LibVips.messages.split(separator: "\n")
                .filter { $0.hasPrefix("tiff2vips: ") && !$0.contains(": 0: Invalid tile byte count, tile ") }
            guard let message = messages.first else { return }
            throw file.failure(undecodable: VipsError(operation: "tiffload", hint: String(message)))
        default: return
        }
    }

    private static func source(_ file: SourceFile, _ truncated: Job.Truncated) throws -> Source {
        if file.format == .webp, truncated == .accept, let completed = WebPContainer.completed(file.bytes()) {
            return try Source(bytes: completed)
        }
        guard file.format == .jpeg, file.read(at: file.byteCount - 2, count: 2) != JPEGSegments.endMarker else {
            return try file.rewound()
        }
        // Add the missing end marker, so that a file that lacks only the marker is decoded. If a scan is incomplete,
        // libjpeg reports this despite the added marker (`checkCompleteness`). If whole scans are missing, libjpeg
        // reports this only without the marker. So do not add the marker to such a file.
        let bytes = file.bytes() + JPEGSegments.endMarker
        return JPEGPicture.lacksScans(bytes) ? try file.rewound() : try Source(bytes: bytes)
    }
}

extension Image {
    /// Divides the colours by the alpha. libvips and libheif leave the colours of an AVIF or HEIC premultiplied.
    fileprivate func unpremultiplied() throws -> Image {
        try apply("unpremultiply", ["max_alpha": format == "ushort" ? 65535 : 255])
            .apply("round", ["round": "rint"])
            .apply("cast", ["format": .string(format)])
            .apply("copy", ["interpretation": .string(interpretation)])
    }
}

extension Job.Truncated {
    /// The lowest level of damage at which libvips rejects a file. `none` stands for no level.
    var failOn: String { self == .refuse ? "truncated" : "none" }
}
