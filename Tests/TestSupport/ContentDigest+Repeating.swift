import Files

extension ContentDigest {
    /// A digest that consists of one byte, repeated.
    package static func repeating(_ byte: UInt8) -> ContentDigest {
        [UInt8](repeating: byte, count: length).withUnsafeBufferPointer { bytes in
            guard let digest = ContentDigest(bytes: bytes) else { fatalError("\(length) bytes are no digest") }
            return digest
        }
    }
}
