extension ICCProfile {
    /// Whether the bytes are one profile and nothing else (ICC.1, 7.2): its own length comes first, its signature at 36.
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 128 && bytes.bigEndian(at: 0, count: 4) == bytes.count
            && bytes[36..<40].elementsEqual("acsp".utf8)
    }
}
