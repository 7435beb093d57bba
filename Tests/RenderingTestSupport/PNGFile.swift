/// Writes a PNG according to the specification (third edition). Its pixels are stored without compression.
package struct PNGFile {
    package enum Colors: Int {
        case grey = 0
        case rgb = 2
        case palette = 3
        case greyAlpha = 4
        case rgba = 6
    }

    package var width: Int
    package var depth: Int
    package var colors: Colors
    /// The samples, in the order of the file.
    package var samples: [Int]
    package var palette: [UInt8] = []
    package var transparency: [UInt8] = []

    package init(width: Int, depth: Int, _ colors: Colors, _ samples: [Int]) {
        (self.width, self.depth, self.colors, self.samples) = (width, depth, colors, samples)
    }

    package var bytes: [UInt8] {
        let bands = [.grey: 1, .rgb: 3, .palette: 1, .greyAlpha: 2, .rgba: 4][colors] ?? 1
        let rowLength = width * bands
        let height = samples.count / rowLength
        var rows: [UInt8] = []
        // A row begins with the number of its filter. 0 means no filter.
        for row in 0..<height { rows += [0] + packed(samples[row * rowLength..<(row + 1) * rowLength]) }
        let head = big(width, 4) + big(height, 4) + [UInt8(depth), UInt8(colors.rawValue), 0, 0, 0]
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", head)
        if !palette.isEmpty { file += chunk("PLTE", palette) }
        if !transparency.isEmpty { file += chunk("tRNS", transparency) }
        return file + chunk("IDAT", stored(rows)) + chunk("IEND", [])
    }

    /// Returns the bytes of a row. The first sample of a byte is in the highest bits.
    private func packed(_ row: ArraySlice<Int>) -> [UInt8] {
        if depth >= 8 { return row.flatMap { big($0, depth / 8) } }
        var bytes = [UInt8](repeating: 0, count: (row.count * depth + 7) / 8)
        for (index, sample) in row.enumerated() {
            bytes[index * depth / 8] |= UInt8(sample) << UInt8(8 - depth - index * depth % 8)
        }
        return bytes
    }

    /// Returns a zlib stream (RFC 1950) with one stored block (RFC 1951).
    private func stored(_ bytes: [UInt8]) -> [UInt8] {
        var (low, high) = (1, 0)
        for byte in bytes {
            low = (low + Int(byte)) % 65521
            high = (high + low) % 65521
        }
        return [0x78, 1, 1] + little((bytes.count, 2), (~bytes.count, 2)) + bytes + big(high, 2) + big(low, 2)
    }

    private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return big(data.count, 4) + body + big(Int(checksum(body)), 4)
    }

    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    private func big(_ number: Int, _ count: Int) -> [UInt8] { little((number, count)).reversed() }
}
