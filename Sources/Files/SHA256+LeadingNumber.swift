import Crypto

extension SHA256.Digest {
    /// The first eight bytes as a big-endian number.
    package var leadingNumber: UInt64 { prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
