import Pictures

/// The layout of the first picture of a TIFF, as its tags describe it.
package struct TIFFLayout {
    /// The type of the samples. The raw values are the values of the tag `SampleFormat`.
    package enum SampleFormat: Int {
        case unsigned = 1
        case signed, float
    }

    /// The meaning of the samples. The raw values are the values of the tag `PhotometricInterpretation`.
    package enum Photometric: Int {
        case whiteIsZero = 0
        case blackIsZero, rgb, palette, mask, inks, yCbCr
        case lab = 8
        case logL = 32844
        case logLuv = 32845
    }

    /// The meaning of a sample after the colour samples.
    package enum ExtraSample: Int {
        case unspecified = 0
        /// If alpha is associated, the colours are premultiplied by this sample.
        case associatedAlpha, unassociatedAlpha
    }

    package let size: Size
    package let bits: Int
    package let samplesPerPixel: Int
    package let sampleFormat: SampleFormat
    package let photometric: Photometric
    package let compression: Int
    package let predictor: Int
    /// Whether each sample of a pixel is stored in a separate plane.
    package let isPlanar: Bool
    /// The size of a tile. It is nil for a picture in strips.
    package let tile: Size?
    package let rowsPerStrip: Int
    /// The meanings of all samples after the colour samples.
    package let extraSamples: [ExtraSample]
    /// The block of pixels that share their chroma in a YCbCr picture.
    package let subsampling: Size

    /// - Throws: `ContainerError`.
    package init(_ directory: TIFFDirectory) throws(ContainerError) {
        guard let width = directory.number(256), let height = directory.number(257), width > 0, height > 0 else {
            throw .corrupt("its directory does not state its size")
        }
        guard max(width, height) <= TIFFLayout.maxSide else {
            throw .unsupported("a TIFF of \(width)×\(height) pixels is not read")
        }
        let samples = directory.number(277) ?? 1
        guard 1...64 ~= samples else { throw .unsupported("a TIFF with \(samples) samples per pixel is not read") }
        let depths = Set((directory.numbers(258) ?? [1]).prefix(samples))
        guard let bits = depths.first, depths.count == 1, 1...64 ~= bits else {
            throw .unsupported("a TIFF whose samples have different depths, or more than 64 bits, is not read")
        }
        guard let format = SampleFormat(rawValue: directory.number(339) ?? 1) ?? .undefined(directory.number(339))
        else {
            throw .unsupported("a TIFF of complex numbers is not read")
        }
        let meaning = directory.number(262) ?? 0
        guard let photometric = Photometric(rawValue: meaning) else {
            throw .unsupported("a TIFF of this kind (photometric interpretation \(meaning)) is not read")
        }
        compression = directory.number(259) ?? 1
        guard TIFFLayout.compressions.contains(compression) else {
            throw .unsupported("a TIFF of this compression (\(compression)) is not read")
        }
        size = Size(width: width, height: height)
        (self.bits, samplesPerPixel, sampleFormat, self.photometric) = (bits, samples, format, photometric)
        predictor = directory.number(317) ?? 1
        isPlanar = directory.number(284) == 2 && samples > 1
        if let tileWidth = directory.number(322), let tileHeight = directory.number(323) {
            guard 1...TIFFLayout.maxSide ~= tileWidth, 1...TIFFLayout.maxSide ~= tileHeight else {
                throw .corrupt("its tiles have the size \(tileWidth)×\(tileHeight)")
            }
            tile = Size(width: tileWidth, height: tileHeight)
        } else {
            tile = nil
        }
        rowsPerStrip = min(max(directory.number(278) ?? height, 1), height)
        guard samples >= photometric.colorCount else {
            throw .unsupported("a TIFF with \(samples) samples per pixel in this colour space is not read")
        }
        extraSamples = TIFFLayout.extraSamples(directory.numbers(338), beyond: photometric, samples)
        let factors = photometric == .yCbCr ? directory.numbers(530) ?? [2, 2] : [1, 1]
        guard factors.count >= 2, factors.allSatisfy([1, 2, 4].contains) else {
            throw .corrupt("its subsampling of colours, \(factors), is invalid")
        }
        subsampling = Size(width: factors[0], height: factors[1])
    }

    /// The maximum width and height of a picture in libvips (`VIPS_MAX_COORD`). With this limit, no product in this
    /// type exceeds `Int`.
    private static let maxSide = 100_000_000

    /// The compressions that libtiff defines, from uncompressed to WebP.
    private static let compressions: Set = [
        1, 2, 3, 4, 5, 6, 7, 8, 32771, 32773, 32809, 32908, 32909, 32946, 34661, 34676, 34677, 34887, 34925, 50000,
        50001,
    ]

    private static func extraSamples(_ stated: [Int]?, beyond photometric: Photometric, _ samples: Int) -> [ExtraSample]
    {
        let count = samples - photometric.colorCount
        guard let stated else {
            // The tag is often missing. libvips then treats a single sample after grey or RGB as alpha. So treat a
            // single extra sample as alpha, except in CMYK.
            let isAlpha = count == 1 && photometric != .inks
            return isAlpha ? [.unassociatedAlpha] : [ExtraSample](repeating: .unspecified, count: count)
        }
        let known = stated.suffix(count).map { ExtraSample(rawValue: $0) ?? .unspecified }
        return [ExtraSample](repeating: .unspecified, count: count - known.count) + known
    }

    /// The index of the alpha sample, and whether the colours are premultiplied by this sample.
    package var alpha: (index: Int, isAssociated: Bool)? {
        guard let index = extraSamples.firstIndex(where: { $0 != .unspecified }) else { return nil }
        return (photometric.colorCount + index, extraSamples[index] == .associatedAlpha)
    }

    /// The number of strips or tiles in a plane.
    package var blockCount: Int {
        guard let tile else { return (size.height + rowsPerStrip - 1) / rowsPerStrip }
        return ((size.width + tile.width - 1) / tile.width) * ((size.height + tile.height - 1) / tile.height)
    }
}

extension TIFFLayout {
    /// The tags of the offsets and lengths of strips or tiles.
    var blockTags: (offsets: Int, lengths: Int) { tile == nil ? (273, 279) : (324, 325) }

    /// Returns the offsets of strips or tiles, plane after plane, and their lengths if the file states them.
    /// - Throws: `ContainerError`.
    func blocks(_ directory: TIFFDirectory) throws(ContainerError) -> (offsets: [Int], lengths: [Int]?) {
        let count = blockCount * (isPlanar ? samplesPerPixel : 1)
        guard let offsets = directory.numbers(blockTags.offsets, maxCount: count), offsets.count == count else {
            throw .corrupt("its directory does not have the offsets of all \(count) strips or tiles")
        }
        let lengths = directory.numbers(blockTags.lengths, maxCount: count)
        return (offsets, lengths?.count == count ? lengths : nil)
    }

    /// Checks that the file contains all pixels. libtiff before 4.5 rejects a truncated file, but later versions can
    /// return black pixels without an error.
    /// - Throws: `ContainerError` if pixels are missing, or if the directory does not state where they are.
    package func checkPixels(_ directory: TIFFDirectory, byteCount: Int) throws(ContainerError) {
        guard try completeRows(blocks(directory), byteCount: byteCount) == size.height else {
            throw .corrupt("the file ends before its pixels do")
        }
    }

    /// The number of tiles in a row of tiles. It is 1 for strips.
    var blocksPerRow: Int { tile.map { (size.width + $0.width - 1) / $0.width } ?? 1 }

    /// Returns the number of rows, from the top, whose strips or tiles are in the file in every plane. If a strip is
    /// truncated, its complete rows count, but only if the length of a row is known (`storedRowLength`). If a tile is
    /// truncated, none of its rows count.
    func completeRows(_ blocks: (offsets: [Int], lengths: [Int]?), byteCount: Int) -> Int {
        var rows = size.height
        for (index, offset) in blocks.offsets.enumerated() {
            let stated = blocks.lengths?[index] ?? 0
            // Encoders can omit blocks. The offset and the length of an omitted block are 0.
            if offset == 0 && stated == 0 && blocks.lengths != nil { continue }
            let length = storedLength(ofBlock: index, rows: size.height) ?? stated
            if offset >= 0 && length >= 0 && offset <= byteCount - length { continue }
            let first = index % blockCount / blocksPerRow * (tile?.height ?? rowsPerStrip)
            let isPartial = tile == nil && offset >= 0 && storedRowLength != nil
            rows = min(rows, first + (isPartial ? max(0, byteCount - offset) / max(storedRowLength ?? 1, 1) : 0))
        }
        return rows
    }

    /// Returns the length of a strip or tile of uncompressed data. It is nil if `storedRowLength` is nil. The length is
    /// computed, because the stated length is wrong in many files.
    /// - Parameter rows: the number of rows of the picture, or of the part that is read from a truncated file.
    func storedLength(ofBlock index: Int, rows: Int) -> Int? {
        storedRowLength.map { row in
            row * (tile?.height ?? min(rowsPerStrip, rows - index % blockCount * rowsPerStrip))
        }
    }

    /// The length of a row in a strip or tile of uncompressed data. It is nil for compressed data, and for YCbCr with
    /// subsampled colours.
    private var storedRowLength: Int? {
        guard compression == 1, photometric != .yCbCr || subsampling.area == 1 else { return nil }
        return ((tile?.width ?? size.width) * (isPlanar ? 1 : samplesPerPixel) * bits + 7) / 8
    }
}

extension TIFFLayout.SampleFormat {
    /// Returns the sample format for the value 4 (undefined), which decoders treat as unsigned.
    fileprivate static func undefined(_ number: Int?) -> Self? { number == 4 ? .unsigned : nil }
}

extension TIFFLayout.Photometric {
    /// The number of colour samples per pixel.
    package var colorCount: Int {
        switch self {
        case .whiteIsZero, .blackIsZero, .palette, .mask, .logL: 1
        case .rgb, .yCbCr, .lab, .logLuv: 3
        case .inks: 4
        }
    }
}
