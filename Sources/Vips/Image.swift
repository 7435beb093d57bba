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
    /// Where the image that this one was cut from begins, in this one's pixels.
    public var offset: (x: Int, y: Int) {
        (Int(vips_image_get_xoffset(pointer)), Int(vips_image_get_yoffset(pointer)))
    }
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

    /// The number that an operation on this image makes.
    public func apply(_ operation: String, output: String) throws -> Double {
        var operation = try Operation(operation)
        try operation.set("in", .image(self))
        try operation.build()
        return try operation.double(output)
    }

    /// The pixels computed now and kept in memory, so that what follows reads them in any order and any number of times.
    /// - Throws: `VipsError` when a pixel could not be made; for a loaded image that is where a broken file shows.
    public func inMemory() throws -> Image {
        guard let copy = vips_image_copy_memory(pointer) else { throw VipsError.taken(by: "copy_memory") }
        return Image(owning: copy)
    }
}
