import Crypto

extension Insecure.MD5Digest {
    /// The digest as one number, with the highest byte first.
    package var number: UInt128 { reduce(0) { $0 << 8 | UInt128($1) } }
}
