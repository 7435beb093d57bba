import CVips

/// A libvips image: a promise of pixels, computed when asked for. Owns one reference, given back at the end.
public final class Image {
    let pointer: UnsafeMutablePointer<VipsImage>

    init(owning pointer: UnsafeMutablePointer<VipsImage>) {
        self.pointer = pointer
    }

    deinit { g_object_unref(pointer) }

    public var width: Int { Int(vips_image_get_width(pointer)) }
    public var height: Int { Int(vips_image_get_height(pointer)) }
    public var bands: Int { Int(vips_image_get_bands(pointer)) }
    public var hasAlpha: Bool { vips_image_hasalpha(pointer) != 0 }

    /// libvips' nickname of the sample format: `uchar`, `ushort`, `float`, …
    public var format: String {
        String(cString: vips_enum_nick(vips_band_format_get_type(), vips_image_get_format(pointer).rawValue))
    }

    /// libvips' nickname of the colour space: `srgb`, `b-w`, `cmyk`, …
    public var interpretation: String {
        let value = vips_image_get_interpretation(pointer).rawValue
        return String(cString: vips_enum_nick(vips_interpretation_get_type(), value))
    }

    /// The result of an operation whose input image is this one.
    ///
    /// - Parameter input: the name of that argument; a few operations do not call it `in`.
    public func apply(_ operation: String, input: String = "in", _ arguments: Arguments = [:]) throws -> Image {
        try Operation.call(operation, [input: .image(self)], options: arguments)
    }

    /// The pixels computed now and kept in memory, so that what follows reads them in any order and any number of times.
    /// - Throws: `VipsError` when a pixel could not be made; for a loaded image that is where a broken file shows.
    public func inMemory() throws -> Image {
        guard let copy = vips_image_copy_memory(pointer) else { throw VipsError.taken(by: "copy_memory") }
        return Image(owning: copy)
    }

    // MARK: Metadata

    public func has(field: String) -> Bool {
        vips_image_get_typeof(pointer, field) != 0
    }

    public func int(field: String) -> Int? {
        guard has(field: field) else { return nil }
        var value: Int32 = 0
        guard vips_image_get_int(pointer, field, &value) == 0 else {
            vips_error_clear()
            return nil
        }
        return Int(value)
    }

    /// Notes a number with the image; the image must not be shared.
    public func set(field: String, _ value: Int) {
        vips_image_set_int(pointer, field, Int32(truncatingIfNeeded: value))
    }

    /// Notes a text with the image; the image must not be shared.
    public func set(field: String, _ value: String) {
        vips_image_set_string(pointer, field, value)
    }

    /// An embedded block, such as `icc-profile-data` or `exif-data`.
    public func blob(field: String) -> [UInt8]? {
        guard has(field: field) else { return nil }
        var data: UnsafeRawPointer?
        var count = 0
        guard vips_image_get_blob(pointer, field, &data, &count) == 0, let data else {
            vips_error_clear()
            return nil
        }
        return Array(UnsafeRawBufferPointer(start: data, count: count))
    }

    /// The same pixels without anything noted about them: no EXIF, no profile, no comments, no resolution of their own
    /// (a pixel a millimetre is libvips' way to say that it is not known).
    public func withoutMetadata() throws -> Image {
        let copy = try apply("copy", ["xres": 1.0, "yres": 1.0])
        guard let fields = vips_image_get_fields(copy.pointer) else { return copy }
        defer { g_strfreev(fields) }
        var next = fields
        while let field = next.pointee {
            vips_image_remove(copy.pointer, field)
            next += 1
        }
        return copy
    }
}
