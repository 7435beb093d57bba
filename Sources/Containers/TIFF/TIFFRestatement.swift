import Pictures

/// A copy of a TIFF with new directories at its end, for a TIFF whose layout libvips does not support. Each new
/// directory describes a page. A page is a grey picture that contains the samples or the bytes of one plane, or of the
/// whole picture if it has no separate planes. If a page has several samples per pixel, its directory describes all
/// samples after the first as extra samples. libvips supports such pages, so it returns the decompressed samples or
/// bytes.
package struct TIFFRestatement {
    /// The content of the pages of the new file.
    package enum Form {
        /// Complete samples, with their number of bits.
        case samples
        /// Decompressed bytes, in the order of the file: packed rows, or units of pixels that share their chroma.
        case bytes
    }

    /// The new file. It has one page for each plane. If the picture has no separate planes, the file has only one page.
    /// All pages have the size `pageSize`.
    package let bytes: [UInt8]
    package let pageCount: Int
    /// The size of a page in pixels. In the form `bytes`, each byte of the page is a pixel.
    package let pageSize: Size
    /// The number of samples per pixel of a page. In the form `bytes`, it is 1.
    package let bands: Int
    /// The distance, in rows of a page, between the tops of two consecutive strips or tiles. In the form `bytes`, tiles
    /// become strips, one below the other.
    package let rowsPerBlock: Int

    /// - Throws: `ContainerError`.
    package init(
        of file: any ByteSource,
        _ directory: TIFFDirectory,
        _ layout: TIFFLayout,
        as form: Form
    ) throws(ContainerError) {
        let unit = TIFFRestatement.unit(layout, form)
        func across(_ pixels: Int) -> Int { ((pixels + unit.width - 1) / unit.width * unit.bits + 7) / 8 }
        func down(_ pixels: Int) -> Int { (pixels + unit.height - 1) / unit.height }
        let isBytes = form == .bytes
        let blocks = layout.blockCount
        let block = layout.tile ?? Size(width: layout.size.width, height: layout.rowsPerStrip)
        pageCount = layout.isPlanar ? layout.samplesPerPixel : 1
        bands = isBytes || layout.isPlanar ? 1 : layout.samplesPerPixel
        rowsPerBlock = isBytes ? down(block.height) : block.height
        if isBytes {
            // A tile is always stored in full. If a strip ends within a unit, the file contains this unit in full.
            let last = layout.tile?.height ?? layout.size.height - (blocks - 1) * layout.rowsPerStrip
            pageSize = Size(width: across(block.width), height: (blocks - 1) * rowsPerBlock + down(last))
        } else {
            pageSize = layout.size
        }
        let isTiled = layout.tile != nil && !isBytes
        let (offsets, lengths) = try layout.blocks(directory)
        var writer = TIFFDirectoryWriter(after: file.read(at: 0, count: file.byteCount), like: directory)
        for page in 0..<pageCount {
            let range = page * blocks..<(page + 1) * blocks
            writer.start()
            writer.set(256, [pageSize.width], .long)
            writer.set(257, [pageSize.height], .long)
            writer.set(258, [Int](repeating: isBytes ? 8 : layout.bits, count: bands), .short)
            writer.set(259, [layout.compression], .short)
            writer.set(262, [1], .short)
            writer.set(277, [bands], .short)
            writer.set(284, [1], .short)
            if isTiled {
                writer.set(322, [block.width], .long)
                writer.set(323, [block.height], .long)
            } else {
                writer.set(278, [rowsPerBlock], .long)
            }
            let wide = directory.isBig ? TIFFDirectory.Kind.long8 : .long
            writer.set(isTiled ? 324 : 273, Array(offsets[range]), wide)
            if let lengths { writer.set(isTiled ? 325 : 279, Array(lengths[range]), wide) }
            if !isBytes {
                writer.set(317, [layout.predictor], .short)
                // libvips does not support floats of 16 bits, so describe them as integers with the same bits.
                // `TIFFColors` converts these integers to the values of the floats.
                let format = layout.sampleFormat == .float && layout.bits == 16 ? .unsigned : layout.sampleFormat
                writer.set(339, [Int](repeating: format.rawValue, count: bands), .short)
            }
            if bands > 1 { writer.set(338, [Int](repeating: 0, count: bands - 1), .short) }
            // Copy the bit order, the fax options and the JPEG tables.
            for tag in [266, 292, 293, 347] { writer.copy(tag, from: directory, of: file) }
            writer.finish()
        }
        bytes = try writer.file("a TIFF of this kind")
    }

    /// Returns the smallest group of pixels that is stored as a unit: its width and height in pixels, and its number of
    /// bits in a plane.
    private static func unit(_ layout: TIFFLayout, _ form: Form) -> (width: Int, height: Int, bits: Int) {
        guard form == .bytes, layout.photometric == .yCbCr else {
            return (1, 1, layout.bits * (layout.isPlanar ? 1 : layout.samplesPerPixel))
        }
        // A unit contains the luma of each pixel, and two chroma samples that its pixels share.
        let factors = layout.subsampling
        return (factors.width, factors.height, (factors.area + 2) * 8)
    }
}
