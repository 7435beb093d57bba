import Containers
import Pictures
import Vips
import WorkerProtocol

/// Reads BMP, for which libvips has only a loader that it does not trust itself, and the bitmaps of icons.
struct BMPReader: PictureReader {
    private let file: any ByteSource
    private let header: BMPHeader
    private let isInIcon: Bool
    private let truncated: Job.Truncated
    /// RGBA; empty if pixels are no indices.
    private let palette: [SIMD4<UInt8>]

    /// - Throws: `Failure`: `unsupported-format` for the kinds that are not read, `corrupt-source` for a broken header.
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

    /// Grey, RGB or RGBA. Rows that the file lacks are black if truncated files are accepted.
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
            // Before memory is taken for pixels that a small file only promises.
            guard isComplete || truncated == .accept else { throw BMPReader.isCut }
            image = try Image(width: size.width, height: size.height) { (pixels: inout MutableSpan<SIMD4<UInt8>>) in
                let rows = BMPRows(in: file, header, isInIcon: isInIcon, palette: palette)
                rows.draw(on: &pixels)
                isOpaque = rows.finishAlpha(of: &pixels)
            }
        }
        guard isComplete || truncated == .accept else { throw BMPReader.isCut }
        if isOpaque { image = try image.withoutAlphaBand() }
        if hasGreyPalette { image = try image.greyOfColors() }
        note(on: image)
        return image
    }

    private static let isCut = Failure(code: .corruptSource, message: "the file ends before its pixels do")

    private func note(on image: Image) {
        // Pillow's mode is P then.
        if !palette.isEmpty, !hasGreyPalette { image.set(field: "palette-bit-depth", header.layout.bits) }
        if let profile = header.profile {
            image.set(field: "icc-profile-data", file.read(at: profile.lowerBound, count: profile.count))
        }
    }

    /// Whether the palette is what a picture without one means: black and white, or all greys. Pillow's mode is 1 or L then.
    private var hasGreyPalette: Bool {
        guard !palette.isEmpty, palette.count == header.palette.count else { return false }
        return palette.enumerated().allSatisfy { index, color in
            let grey = UInt8(truncatingIfNeeded: palette.count == 2 ? index * 255 : index)
            return color == SIMD4(grey, grey, grey, 255)
        }
    }
}

extension Image {
    /// One band, and alpha if there is one, of RGB whose bands are equal.
    fileprivate func greyOfColors() throws -> Image {
        let grey = try apply("extract_band", ["band": 0])
        let all = bands == 4 ? [grey, try apply("extract_band", ["band": 3])] : [grey]
        return try Operation.call("bandjoin", ["in": .images(all)]).apply("copy", ["interpretation": "b-w"])
    }
}
