/// A truncated TIFF with a new directory, which describes only the rows that the file contains.
package struct TIFFRemainder {
    /// The bytes of the truncated file, followed by the new directory.
    package let bytes: [UInt8]

    /// - Returns: nil for a file that has all its pixels.
    /// - Throws: `ContainerError` for a file without a complete row of pixels.
    package init?(of file: any ByteSource, _ directory: TIFFDirectory, _ layout: TIFFLayout) throws(ContainerError) {
        let blocks = try layout.blocks(directory)
        let rows = layout.completeRows(blocks, byteCount: file.byteCount)
        guard rows < layout.size.height else { return nil }
        guard rows > 0 else { throw .corrupt("the file ends before the end of its first row of pixels") }
        let planes = layout.isPlanar ? layout.samplesPerPixel : 1
        let blockHeight = layout.tile?.height ?? layout.rowsPerStrip
        let kept = (rows + blockHeight - 1) / blockHeight * layout.blocksPerRow
        let indices = (0..<planes).flatMap { plane in (0..<kept).map { plane * layout.blockCount + $0 } }

        var writer = TIFFDirectoryWriter(after: file.read(at: 0, count: file.byteCount), like: directory)
        let tags = layout.blockTags
        writer.start()
        for tag in directory.entries.keys where ![257, 278, tags.offsets, tags.lengths].contains(tag) {
            writer.copy(tag, from: directory, of: file)
        }
        writer.set(257, [rows], .long)
        if layout.tile == nil { writer.set(278, [min(layout.rowsPerStrip, rows)], .long) }
        let wide = directory.isBig ? TIFFDirectory.Kind.long8 : .long
        writer.set(tags.offsets, indices.map { blocks.offsets[$0] }, wide)
        let stored = indices.map { layout.storedLength(ofBlock: $0, rows: rows) ?? blocks.lengths?[$0] ?? 0 }
        writer.set(tags.lengths, stored, wide)
        writer.finish()
        bytes = try writer.file("a truncated TIFF")
    }
}
