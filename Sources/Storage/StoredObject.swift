/// An object in a listing.
package struct StoredObject: Sendable, Equatable {
    package let name: String
    package let bytes: Int
    /// The MD5 of the content in hexadecimal digits; nil if the server computes its tags in another way.
    package let md5: String?
    /// The modification time in seconds since 1970.
    package let modified: Int

    package init(name: String, bytes: Int, md5: String?, modified: Int) {
        self.name = name
        self.bytes = bytes
        self.md5 = md5
        self.modified = modified
    }
}
