extension ICCProfile {
    /// Returns whether the bytes are exactly one profile (ICC.1, 7.2). The length of a profile is at offset 0, and its
    /// signature is at offset 36.
    static func isComplete(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 128 && bytes.bigEndian(at: 0, count: 4) == bytes.count
            && bytes[36..<40].elementsEqual("acsp".utf8)
    }
}
