import CVips

/// A libvips image: pixels that are computed on demand. The object owns one reference to the libvips image and releases
/// it in `deinit`.
package final class Image {
    let pointer: UnsafeMutablePointer<VipsImage>

    init(owning pointer: UnsafeMutablePointer<VipsImage>) {
        self.pointer = pointer
    }

    deinit { g_object_unref(pointer) }

    package var width: Int { Int(vips_image_get_width(pointer)) }
    package var height: Int { Int(vips_image_get_height(pointer)) }
    /// For an image that was cropped from another image: the position of the other image's origin, in the coordinates
    /// of this image.
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

    /// The result of an operation on this image.
    /// - Parameter input: the name of the input argument. In a few operations, the name is not `in`.
    package func apply(_ operation: String, input: String = "in", _ arguments: Arguments = [:]) throws -> Image {
        try Operation.call(operation, [input: .image(self)], options: arguments)
    }

    /// The numeric result of an operation on this image.
    package func apply(_ operation: String, output: String) throws -> Double {
        var operation = try Operation(operation)
        try operation.set("in", .image(self))
        try operation.build()
        return try operation.double(output)
    }

    /// Computes the pixels and keeps them in memory, so that other code can read the pixels in any order and
    /// repeatedly.
    /// - Throws: `VipsError` if a pixel cannot be computed, for example because the file is broken. The pixels of a
    ///   file are decoded only when they are read, so earlier calls do not report this error.
    package func inMemory() throws -> Image {
        guard let copy = vips_image_copy_memory(pointer) else { throw VipsError.taken(by: "copy_memory") }
        return Image(owning: copy)
    }
}
