import Crypto
import ImageSpecs

extension ImageSpec {
    /// The hash in a cache file's name: 32 hexadecimal digits, equal to django-imagekit's `get_hash()`.
    func hash(sourceName: String) -> String {
        hexadecimal(Insecure.MD5.hash(data: canonicalPickle(sourceName: sourceName)))
    }
}

/// The bytes in lower-case hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
