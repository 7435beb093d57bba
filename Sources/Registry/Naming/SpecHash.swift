import Crypto
import ImageSpecs

extension SpecPickle {
    /// Returns the hash for a cache file's name: 32 hexadecimal digits, equal to django-imagekit's `get_hash()`.
    func hash(sourceName: String) -> String {
        hexadecimal(Array(Insecure.MD5.hash(data: bytes(sourceName: sourceName))))
    }
}
