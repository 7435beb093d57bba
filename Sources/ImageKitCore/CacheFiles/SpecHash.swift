import Crypto
import ImageSpecs

extension ImageSpec {
    /// The hash in a cache file's name: 32 hexadecimal digits, equal to django-imagekit's `get_hash()`.
    func hash(sourceName: String) -> String {
        hexadecimal(Array(Insecure.MD5.hash(data: canonicalPickle(sourceName: sourceName))))
    }
}

extension SHA256.Digest {
    /// The number that the first eight bytes make, big-endian.
    var leadingNumber: UInt64 { prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
