import Containers
import Pictures
import Vips
import WorkerProtocol

/// Reads BMP files and the bitmaps of icons without libvips: libvips reads BMP only with ImageMagick, which is not safe
/// for untrusted files.
struct BMPReader: PictureReader {
    private let file: any ByteSource
    private let header: BMPHeader
    private let isInIcon: Bool
    private let truncated: Job.Truncated
    /// The colours of the palette as RGBA. The array is empty if the pixels are not indices.
    private let palette: [SIMD4<UInt8>]

    /// - Throws: `Failure` `unsupported-format` for unsupported features, and `corrupt-source` for a broken header.
    init(_ file: any ByteSource, isInIcon: Bool = false, truncated: Job.Truncated) throws(Failure) {
        self.file = file
        self.isInIcon = isInIcon
        self.truncated = truncated
        do {
            header = try BMPHeader(of: file, isInIcon: isInIcon)
        } catch {
            throw Failure(error)
        }
        let (offset, count, length) = header.palette
        let bytes = file.read(at: offset, count: count * length)
        palette = stride(from: 0, to: bytes.count - 2, by: max(length, 1)).map {
            SIMD4(bytes[$0 + 2], bytes[$0 + 1], bytes[$0], 255)
        }
    }

    var size: Size { header.size }

    func headerImage() throws -> Image {
        let image = try Image.blank(size)
        note(on: image)
        return image
    }

    /// Decodes to grey or RGB, with alpha if a pixel is not opaque. If truncated files are accepted, missing rows are
    /// black, or transparent in a file with alpha. In a run-length encoded file, missing pixels are transparent.
    func image() throws -> Image {
        var isComplete = true
        var isOpaque = true
        var image: Image
        switch header.layout {
        case .runs(let bits):
            image = try Image(width: size.width, height: size.height) { (pixels: inout MutableSpan<SIMD4<UInt8>>) in
                var runs = BMPRuns(in: file, header, bits: bits, palette: palette)
                isComplete = runs.draw(on: &pixels)
                isOpaque = runs.drawnCount == size.area
            }
        case .indexed, .direct:
            isComplete = header.dataEnd <= file.byteCount
            // Check before memory is allocated, because a small file can declare a huge picture.
            guard isComplete || truncated == .accept else { throw BMPReader.isTruncated }
            image = try Image(width: size.width, height: size.height) { (pixels: inout MutableSpan<SIMD4<UInt8>>) in
                let rows = BMPRows(in: file, header, isInIcon: isInIcon, palette: palette)
                rows.draw(on: &pixels)
                isOpaque = rows.finishAlpha(of: &pixels)
            }
        }
        guard isComplete || truncated == .accept else { throw BMPReader.isTruncated }
        if isOpaque { image = try image.withoutAlphaBand() }
        if hasGreyPalette { image = try image.greyOfColors() }
        note(on: image)
        return image
    }

    private static let isTruncated = Failure(code: .corruptSource, message: "the file ends before its pixels do")

    private func note(on image: Image) {
        // The field marks the image as a palette image. In Pillow, such an image has the mode P.
        if !palette.isEmpty, !hasGreyPalette { image.set(field: "palette-bit-depth", header.layout.bits) }
        if let profile = header.profile {
            image.set(field: "icc-profile-data", file.read(at: profile.lowerBound, count: profile.count))
        }
    }

    /// Whether the palette is black and white, in this order, or has the grey of value N at each index N. Pillow reads
    /// a file with such a palette in mode 1 or L.
    private var hasGreyPalette: Bool {
        guard !palette.isEmpty, palette.count == header.palette.count else { return false }
        return palette.enumerated().allSatisfy { index, color in
            let grey = UInt8(truncatingIfNeeded: palette.count == 2 ? index * 255 : index)
            return color == SIMD4(grey, grey, grey, 255)
        }
    }
}

extension Image {
    /// Returns the first of three equal colour bands, followed by the alpha band if the image has alpha.
    func greyOfColors() throws -> Image {
        let grey = try apply("extract_band", ["band": 0])
        let all = bands == 4 ? [grey, try apply("extract_band", ["band": 3])] : [grey]
        return try Operation.call("bandjoin", ["in": .images(all)]).apply("copy", ["interpretation": "b-w"])
    }
}
