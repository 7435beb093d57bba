extension Collection<UInt8> {
    /// The bytes as one number, with the highest byte first.
    package var bigEndian: Int { reduce(0) { $0 << 8 | Int($1) } }
}

extension Array<UInt8> {
    /// Reads `count` bytes at `offset` as one number, with the highest byte first. Returns nil if some of the bytes are
    /// beyond the end.
    package func bigEndian(at offset: Int, count: Int) -> Int? {
        guard offset >= 0, offset + count <= self.count else { return nil }
        return self[offset..<offset + count].bigEndian
    }
}
