import CVips

/// A libvips image: a promise of pixels, computed when asked for. Owns one reference, given back at the end.
package final class Image {
    let pointer: UnsafeMutablePointer<VipsImage>

    init(owning pointer: UnsafeMutablePointer<VipsImage>) {
        self.pointer = pointer
    }

    deinit { g_object_unref(pointer) }

    package var width: Int { Int(vips_image_get_width(pointer)) }
    package var height: Int { Int(vips_image_get_height(pointer)) }
    /// Where the image that this one was cut from begins, in this one's pixels.
    package var offset: (x: Int, y: Int) {
        (Int(vips_image_get_xoffset(pointer)), Int(vips_image_get_yoffset(pointer)))
    }
    package var bands: Int { Int(vips_image_get_bands(pointer)) }
    package var hasAlpha: Bool { vips_image_hasalpha(pointer) != 0 }

    /// libvips' nickname of the sample format: `uchar`, `ushort`, `float`, …
    package var format: String {
        String(cString: vips_enum_nick(vips_band_format_get_type(), vips_image_get_format(pointer).rawValue))
    }

    /// libvips' nickname of the colour space: `srgb`, `b-w`, `cmyk`, …
    package var interpretation: String {
        let value = vips_image_get_interpretation(pointer).rawValue
        return String(cString: vips_enum_nick(vips_interpretation_get_type(), value))
    }

    /// The result of an operation whose input image is this one.
    ///
    /// - Parameter input: the name of that argument; a few operations do not call it `in`.
    package func apply(_ operation: String, input: String = "in", _ arguments: Arguments = [:]) throws -> Image {
        try Operation.call(operation, [input: .image(self)], options: arguments)
    }

    /// The number that an operation on this image makes.
    package func apply(_ operation: String, output: String) throws -> Double {
        var operation = try Operation(operation)
        try operation.set("in", .image(self))
        try operation.build()
        return try operation.double(output)
    }

    /// The pixels computed now and kept in memory, so that what follows reads them in any order and any number of times.
    /// - Throws: `VipsError` when a pixel could not be made; for a loaded image that is where a broken file shows.
    package func inMemory() throws -> Image {
        guard let copy = vips_image_copy_memory(pointer) else { throw VipsError.taken(by: "copy_memory") }
        return Image(owning: copy)
    }
}
