import Files

extension ContentDigest {
    /// Returns a digest that consists of one repeated byte.
    package static func repeating(_ byte: UInt8) -> ContentDigest {
        [UInt8](repeating: byte, count: length).withUnsafeBufferPointer { bytes in
            guard let digest = ContentDigest(bytes: bytes) else { fatalError("\(length) bytes are no digest") }
            return digest
        }
    }
}
