import Crypto

extension SHA256.Digest {
    /// The number that the first eight bytes make, big-endian.
    package var leadingNumber: UInt64 { prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
