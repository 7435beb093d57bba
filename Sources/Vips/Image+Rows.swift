import CVips

extension Image {
    /// The rows that are computed in one go: what libvips takes for a strip of an image that is read from the top.
    private static let stripHeight = 32

    /// An image in memory of another width, each row of which is made from the row of this image at the same height;
    /// all else that is known of this image is known of it. Rows come once, from the top, so a stream will do.
    ///
    /// - Parameters:
    ///   - width: of the new image, in pixels.
    ///   - map: makes of a row of this image a row of the new one, which must stay until the next is asked for; samples
    ///     have this image's format, and bands are interleaved.
    /// - Throws: `VipsError` when a pixel could not be made; for a loaded image that is where a broken file shows.
    public func mappingRows(
        toWidth width: Int,
        _ map: (_ row: UnsafeRawPointer) -> UnsafeRawPointer
    ) throws -> Image {
        guard let memory = vips_image_new_memory() else { throw VipsError.taken(by: "new_memory") }
        let result = Image(owning: memory)
        var inputs: [UnsafeMutablePointer<VipsImage>?] = [pointer, nil]
        // What comes after takes strips of some rows: a row at a time would wake libvips' threads for each.
        guard vips_image_pipeline_array(memory, VIPS_DEMAND_STYLE_FATSTRIP, &inputs) == 0 else {
            throw VipsError.taken(by: "pipeline_array")
        }
        memory.pointee.Xsize = Int32(width)
        guard let region = vips_region_new(pointer) else { throw VipsError.taken(by: "region_new") }
        defer { g_object_unref(region) }

        let pixelSize = bands * Int(vips_format_sizeof(vips_image_get_format(pointer)))
        for top in stride(from: 0, to: height, by: Image.stripHeight) {
            let rows = min(Image.stripHeight, height - top)
            var strip = VipsRect(left: 0, top: Int32(top), width: Int32(self.width), height: Int32(rows))
            guard vips_region_prepare(region, &strip) == 0 else { throw VipsError.taken(by: "region_prepare") }
            // What VIPS_REGION_ADDR, a macro, works out: the region may hold more than was asked for.
            let valid = region.pointee.valid
            let stride = Int(region.pointee.bpl)
            let left = Int(valid.left) * pixelSize
            for row in top..<top + rows {
                guard let data = region.pointee.data else { throw VipsError.taken(by: "region_prepare") }
                let line = map(data + (row - Int(valid.top)) * stride - left)
                let bytes = UnsafeMutablePointer(mutating: line.assumingMemoryBound(to: UInt8.self))
                guard vips_image_write_line(memory, Int32(row), bytes) == 0 else {
                    throw VipsError.taken(by: "write_line")
                }
            }
        }
        return result
    }
}
