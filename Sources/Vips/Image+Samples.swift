import CVips

/// What a picture in memory is made of: one sample, or the four of a pixel.
package protocol SampleElement: BitwiseCopyable {
    static var zero: Self { get }
    static var sampleCount: Int { get }
    /// Of a sample.
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

/// A pixel of RGBA.
extension SIMD4<UInt8>: SampleElement {
    package static var sampleCount: Int { 4 }
    package static var hasSixteenBits: Bool { false }
}

extension Image {
    /// An image in memory, as grey or RGB by the number of its bands.
    /// - Parameters:
    ///   - elements: of each pixel.
    ///   - fill: gets all elements, which are 0: rows from the top, bands interleaved.
    /// - Throws: `VipsError` if the image is too large for libvips or memory; what `fill` throws.
    package convenience init<Element: SampleElement>(
        width: Int,
        height: Int,
        elements: Int = 1,
        fill: (inout MutableSpan<Element>) throws -> Void
    ) throws {
        let most = Int(VIPS_MAX_COORD)
        guard 1...most ~= width, 1...most ~= height else {
            throw VipsError(operation: "new_memory", hint: "\(width)×\(height) is too large")
        }
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
