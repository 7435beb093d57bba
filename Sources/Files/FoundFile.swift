/// The status of a file that exists.
package struct FoundFile: Sendable {
    package let size: Int
    /// The modification time in nanoseconds since 1970.
    package let modified: Int
    /// The digest of the content; nil if it was not requested or the file cannot be read.
    package let content: ContentDigest?
    /// Whether the name is a link to the file.
    package let isLink: Bool

    package init(size: Int, modified: Int, content: ContentDigest?, isLink: Bool = false) {
        self.size = size
        self.modified = modified
        self.content = content
        self.isLink = isLink
    }
}
