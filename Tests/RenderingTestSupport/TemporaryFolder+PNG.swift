extension TemporaryFolder {
    /// Inserts a chunk after the header of a PNG. libvips does not write every chunk that it reads.
    package func insert(chunk type: String, _ data: [UInt8], intoPNG name: String) throws {
        var file = try bytes(name)
        let body = Array(type.utf8) + data
        file.insert(contentsOf: bigEndian(data.count) + body + bigEndian(Int(~crc(body))), at: 33)
        try write(file, to: name)
    }

    private func bigEndian(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8((number >> $0) & 255) } }

    /// Returns the CRC (PNG, annex D) without its final inversion.
    private func crc(_ bytes: [UInt8]) -> UInt32 {
        bytes.reduce(~UInt32(0)) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
    }
}
