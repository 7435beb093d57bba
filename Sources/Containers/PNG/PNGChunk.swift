/// A chunk of a PNG: a length, a name, data and a checksum.
package struct PNGChunk {
    package let name: String
    package let data: ArraySlice<UInt8>

    package init(_ name: String, _ data: ArraySlice<UInt8>) {
        self.name = name
        self.data = data
    }

    /// Returns the chunks of a file up to the first truncated chunk. Checksums are not verified.
    package static func all(in file: [UInt8]) -> [PNGChunk] {
        var (chunks, offset) = ([PNGChunk](), 8)
        while let length = file.bigEndian(at: offset, count: 4), offset + 12 + length <= file.count {
            let start = offset + 8
            chunks.append(
                PNGChunk(String(decoding: file[offset + 4..<start], as: UTF8.self), file[start..<start + length])
            )
            offset = start + length + 4
        }
        return chunks
    }

    package var bytes: [UInt8] {
        let body = Array(name.utf8) + data
        return PNGChunk.big(data.count) + body + PNGChunk.big(Int(PNGChunk.checksum(body)))
    }

    package static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Returns the lower 32 bits of a number as four bytes, with the highest byte first.
    package static func big(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

    /// Returns the CRC-32 of the bytes (PNG, third edition, annex D).
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8 }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
}
