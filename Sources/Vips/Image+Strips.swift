import CVips

extension Image {
    /// The rows that are computed in one go; even, for the rows of a strip are taken in pairs.
    private static let stripHeight = 32

    /// An image in memory of another size, made from the rows of this image; all else that is known of this image is known
    /// of it, the format and the bands of its samples too. Rows come once, from the top, so a stream will do.
    ///
    /// - Parameters:
    ///   - width: of the new image, in pixels.
    ///   - height: of the new image, in pixels.
    ///   - take: takes the next strip of this image, all but the last of which have an even number of rows, and may write
    ///     into the new image, whose rows lie one behind the other at `rows`. By the last strip all must be written.
    /// - Throws: `VipsError` when a pixel could not be made; for a loaded image that is where a broken file shows.
    package func made(
        width: Int,
        height: Int,
        fromStrips take: (_ strip: Strip, _ rows: UnsafeMutableRawPointer) -> Void
    ) throws -> Image {
        guard let memory = vips_image_new_memory() else { throw VipsError.taken(by: "new_memory") }
        let result = Image(owning: memory)
        var inputs: [UnsafeMutablePointer<VipsImage>?] = [pointer, nil]
        // What comes after takes strips of some rows: a row at a time would wake libvips' threads for each.
        guard vips_image_pipeline_array(memory, VIPS_DEMAND_STYLE_FATSTRIP, &inputs) == 0 else {
            throw VipsError.taken(by: "pipeline_array")
        }
        memory.pointee.Xsize = Int32(width)
        memory.pointee.Ysize = Int32(height)
        guard vips_image_write_prepare(memory) == 0, let rows = memory.pointee.data else {
            throw VipsError.taken(by: "write_prepare")
        }
        guard let region = vips_region_new(pointer) else { throw VipsError.taken(by: "region_new") }
        defer { g_object_unref(region) }

        let pixelSize = bands * Int(vips_format_sizeof(vips_image_get_format(pointer)))
        for top in stride(from: 0, to: self.height, by: Image.stripHeight) {
            let count = min(Image.stripHeight, self.height - top)
            var area = VipsRect(left: 0, top: Int32(top), width: Int32(self.width), height: Int32(count))
            guard vips_region_prepare(region, &area) == 0, let data = region.pointee.data else {
                throw VipsError.taken(by: "region_prepare")
            }
            // What VIPS_REGION_ADDR, a macro, works out: the region may hold more than was asked for.
            let valid = region.pointee.valid
            let bytes = Int(region.pointee.bpl)
            let start = data + (top - Int(valid.top)) * bytes - Int(valid.left) * pixelSize
            take(Strip(start: start, stride: bytes, count: count), rows)
        }
        return result
    }
}
