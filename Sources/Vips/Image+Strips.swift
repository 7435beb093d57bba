import CVips

extension Image {
    /// The number of rows that are computed at a time. The number is even, because `Reduction` works on pairs of rows.
    private static let stripHeight = 32

    /// Creates an image in memory from the rows of this image. The new image has the given size, and the metadata, the
    /// sample format, and the bands of this image. The rows are read once, from the top, so this image can be a stream.
    ///
    /// - Parameters:
    ///   - width: the width of the new image, in pixels.
    ///   - height: the height of the new image, in pixels.
    ///   - consume: receives the next strip of this image, and writes rows of the new image, which are contiguous at
    ///     `rows`. Every strip except the last one has an even number of rows. After the last strip, all rows of the
    ///     new image must be written.
    /// - Throws: `VipsError` if a pixel cannot be computed, for example because the file is broken. The pixels of a
    ///   file are decoded only when they are read, so earlier calls do not report this error.
    package func made(
        width: Int,
        height: Int,
        fromStrips consume: (_ strip: Strip, _ rows: UnsafeMutableRawPointer) -> Void
    ) throws -> Image {
        guard let memory = vips_image_new_memory() else { throw VipsError.taken(by: "new_memory") }
        let result = Image(owning: memory)
        var inputs: [UnsafeMutablePointer<VipsImage>?] = [pointer, nil]
        // With this demand style, later operations request strips of several rows of the new image. A request for one
        // row at a time would wake the threads of libvips for each row.
        guard vips_image_pipeline_array(memory, VIPS_DEMAND_STYLE_FATSTRIP, &inputs) == 0 else {
            throw VipsError.taken(by: "pipeline_array")
        }
        memory.pointee.Xsize = Int32(width)
        memory.pointee.Ysize = Int32(height)
        guard vips_image_write_prepare(memory) == 0, let rows = memory.pointee.data else {
            throw VipsError.taken(by: "write_prepare")
        }
        try readStrips { consume($0, rows) }
        return result
    }

    /// Reads all rows. The rows are read once, from the top, so this image can be a stream.
    /// - Parameter consume: receives the next strip. Every strip except the last one has an even number of rows.
    /// - Throws: `VipsError` if a pixel cannot be computed.
    package func readStrips(_ consume: (Strip) -> Void) throws {
        guard let region = vips_region_new(pointer) else { throw VipsError.taken(by: "region_new") }
        defer { g_object_unref(region) }

        let pixelSize = bands * Int(vips_format_sizeof(vips_image_get_format(pointer)))
        for top in stride(from: 0, to: self.height, by: Image.stripHeight) {
            let count = min(Image.stripHeight, self.height - top)
            var area = VipsRect(left: 0, top: Int32(top), width: Int32(self.width), height: Int32(count))
            guard vips_region_prepare(region, &area) == 0, let data = region.pointee.data else {
                throw VipsError.taken(by: "region_prepare")
            }
            // This is the macro VIPS_REGION_ADDR, which Swift does not import. The region can be larger than the
            // requested area.
            let valid = region.pointee.valid
            let bytes = Int(region.pointee.bpl)
            let start = data + (top - Int(valid.top)) * bytes - Int(valid.left) * pixelSize
            consume(Strip(start: start, stride: bytes, count: count))
        }
    }
}
