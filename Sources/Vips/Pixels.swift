import CVips

/// Pixels in memory: 8-bit samples, rows from the top, interleaved bands, no padding.
package struct Pixels: Equatable {
    package var width: Int
    package var height: Int
    /// The number of bands: 1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGBA or CMYK.
    package var bands: Int
    /// The samples. Their number is `width * height * bands`.
    package var samples: [UInt8]

    package init(width: Int, height: Int, bands: Int, samples: [UInt8]) {
        precondition(samples.count == width * height * bands)
        self.width = width
        self.height = height
        self.bands = bands
        self.samples = samples
    }
}

extension Image {
    /// Returns all pixels of an 8-bit image.
    package func pixels() throws -> Pixels {
        guard vips_image_get_format(pointer) == VIPS_FORMAT_UCHAR else {
            throw VipsError(operation: "pixels", hint: "the image has \(format) samples")
        }
        var size = 0
        guard let memory = vips_image_write_to_memory(pointer, &size) else {
            throw VipsError.taken(by: "write_to_memory")
        }
        defer { g_free(memory) }
        let samples = Array(UnsafeRawBufferPointer(start: memory, count: size))
        return Pixels(width: width, height: height, bands: bands, samples: samples)
    }

    /// Creates an image from a copy of the pixels. By default, the image is grey or sRGB, depending on the number of
    /// bands.
    package convenience init(_ pixels: Pixels, interpretation: String? = nil) throws {
        VipsStart.require()
        let memory = pixels.samples.withUnsafeBytes {
            vips_image_new_from_memory_copy(
                $0.baseAddress,
                $0.count,
                Int32(pixels.width),
                Int32(pixels.height),
                Int32(pixels.bands),
                VIPS_FORMAT_UCHAR
            )
        }
        guard let memory else { throw VipsError.taken(by: "new_from_memory_copy") }
        let image = Image(owning: memory)
        let space = interpretation ?? (pixels.bands < 3 ? "b-w" : "srgb")
        let tagged = try image.apply("copy", ["interpretation": .string(space)])
        g_object_ref(tagged.pointer)
        self.init(owning: tagged.pointer)
    }
}
