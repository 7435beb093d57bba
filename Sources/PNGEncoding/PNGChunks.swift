import CDeflate

/// The bytes of a PNG: the signature and the chunks (PNG, third edition, 5.3).
struct PNGChunks {
    private(set) var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Adds a chunk: the length, the name, the data, and a checksum of the name and the data.
    /// - Parameter name: four ASCII letters.
    mutating func add(_ name: String, _ data: borrowing ByteMemory) {
        add(name, UnsafeRawBufferPointer(data.bytes))
    }

    mutating func add(_ name: String, _ data: [UInt8]) {
        data.withUnsafeBytes { add(name, $0) }
    }

    private mutating func add(_ name: String, _ data: UnsafeRawBufferPointer) {
        // Reserve the bytes of this chunk (12 bytes and the data), and the 12 bytes of the last chunk, `IEND`. If the
        // array grew by itself, it would reserve more memory than the file needs, and the data can be large.
        bytes.reserveCapacity(bytes.count + data.count + (name == "IEND" ? 12 : 24))
        append(UInt32(data.count))
        let start = bytes.count
        bytes += name.utf8
        bytes += data
        append(
            bytes.withUnsafeBytes { all in
                let body = UnsafeRawBufferPointer(rebasing: all[start...])
                return libdeflate_crc32(0, body.baseAddress, body.count)
            }
        )
    }

    mutating func addHeader(width: Int, height: Int, samplesPerPixel: Int) {
        let sides = [width, height].flatMap { bigEndian(UInt32($0)) }
        // The colour types for 1 to 4 samples per pixel: grey, grey and alpha, RGB, RGBA.
        let colors: [UInt8] = [0, 4, 2, 6]
        // The other bytes: 8 bits per sample, the only methods of compression and filtering, and no interlacing.
        add("IHDR", sides + [8, colors[samplesPerPixel - 1], 0, 0, 0])
    }

    /// - Parameter profile: the compressed bytes of the profile.
    mutating func addProfile(_ profile: [UInt8]) {
        // The name of the profile, its end, and the method of compression.
        add("iCCP", Array("icc".utf8) + [0, 0] + profile)
    }

    /// Adds the resolution of one pixel per millimetre, which libvips writes if the resolution is unknown.
    mutating func addResolution() {
        // The unit 1 is the metre.
        add("pHYs", bigEndian(1000) + bigEndian(1000) + [1])
    }

    /// Adds an XMP packet in a `zTXt` chunk, as libvips does.
    /// - Parameter packet: the compressed bytes of the packet.
    mutating func addXMP(_ packet: [UInt8]) {
        // The keyword, its end, and the method of compression.
        add("zTXt", Array("XML:com.adobe.xmp".utf8) + [0, 0] + packet)
    }

    private mutating func append(_ number: UInt32) { bytes += bigEndian(number) }

    private func bigEndian(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian, Array.init) }
}
