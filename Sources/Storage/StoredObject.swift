import Crypto

/// An object in a listing.
package struct StoredObject: Sendable, Equatable {
    package let name: String
    package let bytes: Int
    /// The `ETag` without quotes. Objects with different contents have different tags.
    package let tag: String
    /// The modification time in seconds since 1970.
    package let modified: Int

    /// The modification time in nanoseconds since 1970, limited to about 272 years before and after 1970, because the
    /// nanoseconds of a more distant time could overflow.
    package var modifiedInNanoseconds: Int { min(max(modified, -(1 << 33)), 1 << 33) * 1_000_000_000 }

    package init(name: String, bytes: Int, tag: String, modified: Int) {
        self.name = name
        self.bytes = bytes
        self.tag = tag
        self.modified = modified
    }

    /// The MD5 of the content; nil if the tag has another form, as for an object that was uploaded in several parts.
    /// The tag of an encrypted object (`ObjectContent.isEncrypted`) can have the form of an MD5, but it is not the MD5
    /// of the content.
    package var md5: UInt128? { tag.count == 32 && tag.allSatisfy(\.isHexDigit) ? UInt128(tag, radix: 16) : nil }

    /// Whether the tag is the MD5 of a content. If it is not, the object can have the content nevertheless.
    package func hasMD5(of content: [UInt8]) -> Bool { md5 != nil && md5 == Insecure.MD5.hash(data: content).number }
}
