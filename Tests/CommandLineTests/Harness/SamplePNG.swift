/// Returns a PNG with gradients that depend on the seed. Its pixels are stored without compression (RFC 1951, 3.2.4).
func samplePNG(width: Int, height: Int, seed: Int = 0) -> [UInt8] {
    var rows: [UInt8] = []
    for y in 0..<height {
        rows.append(0)
        for x in 0..<width {
            let red = (x * 255 / width + seed * 31) & 255
            let green = y * 255 / height
            rows.append(contentsOf: [UInt8(red), UInt8(green), UInt8((seed * 67) & 255)])
        }
    }
    let header = bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        + chunk("IHDR", header) + chunk("IDAT", stored(rows)) + chunk("IEND", [])
}

private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(data.count) + body + bigEndian(Int(crc32(body)))
}

/// Returns a zlib stream of stored blocks.
private func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: bytes.count, by: 65535) {
        let block = bytes[start..<min(start + 65535, bytes.count)]
        let size = UInt16(block.count)
        stream.append(start + block.count == bytes.count ? 1 : 0)
        for half in [size, ~size] { stream += [UInt8(half & 255), UInt8(half >> 8)] }
        stream += block
    }
    var (a, b) = (1, 0)
    for byte in bytes {
        a = (a + Int(byte)) % 65521
        b = (b + a) % 65521
    }
    return stream + bigEndian(b << 16 | a)
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
}

private func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8((number >> $0) & 255) }
}
