import CVips

/// An element of a picture in memory: one sample, or a pixel of four samples.
package protocol SampleElement: BitwiseCopyable {
    static var zero: Self { get }
    static var sampleCount: Int { get }
    /// Whether a sample has 16 bits. Otherwise, a sample has 8 bits.
    static var hasSixteenBits: Bool { get }
}

extension UInt8: SampleElement {
    package static var sampleCount: Int { 1 }
    package static var hasSixteenBits: Bool { false }
}

extension UInt16: SampleElement {
    package static var sampleCount: Int { 1 }
    package static var hasSixteenBits: Bool { true }
}

/// An RGBA pixel.
extension SIMD4<UInt8>: SampleElement {
    package static var sampleCount: Int { 4 }
    package static var hasSixteenBits: Bool { false }
}

extension Image {
    /// Creates an image in memory. The image is grey or RGB, depending on the number of bands.
    /// - Parameters:
    ///   - elements: the number of elements per pixel.
    ///   - fill: receives all elements, which are 0, and sets them. Rows start at the top, and bands are interleaved.
    /// - Throws: `VipsError` if the image is too large for libvips or for the memory, and the errors of `fill`.
    package convenience init<Element: SampleElement>(
        width: Int,
        height: Int,
        elements: Int = 1,
        fill: (inout MutableSpan<Element>) throws -> Void
    ) throws {
        let maxSide = Int(VIPS_MAX_COORD)
        guard 1...maxSide ~= width, 1...maxSide ~= height else {
            throw VipsError(operation: "new_memory", hint: "\(width)×\(height) is too large")
        }
        VipsStart.require()
        guard let memory = vips_image_new_memory() else { throw VipsError.taken(by: "new_memory") }
        self.init(owning: memory)
        let bands = elements * Element.sampleCount
        let grey = Element.hasSixteenBits ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_B_W
        let color = Element.hasSixteenBits ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB
        vips_image_init_fields(
            memory,
            Int32(width),
            Int32(height),
            Int32(bands),
            Element.hasSixteenBits ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR,
            VIPS_CODING_NONE,
            bands < 3 ? grey : color,
            1,
            1
        )
        guard vips_image_write_prepare(memory) == 0, let data = memory.pointee.data else {
            throw VipsError.taken(by: "write_prepare")
        }
        let count = width * height * elements
        let samples = UnsafeMutableRawPointer(data).bindMemory(to: Element.self, capacity: count)
        let buffer = UnsafeMutableBufferPointer(start: samples, count: count)
        buffer.initialize(repeating: .zero)
        var span = buffer.mutableSpan
        try fill(&span)
    }
}
