import Crypto

/// Identifies the content of a file: the first half of its SHA-256.
package struct ContentDigest: Hashable, Sendable {
    package static let length = 16
    /// Two integers instead of an array, because a run can store a million digests, and each array would need an
    /// allocation.
    private let first, second: UInt64

    /// The digest of empty content.
    package static let ofNothing = ContentDigest(SHA256())

    /// The first eight bytes as a number, in the byte order of the machine.
    package var leadingNumber: Int { Int(bitPattern: UInt(first)) }

    package var bytes: [UInt8] { withUnsafeBytes(of: (first, second)) { Array($0) } }

    /// - Returns: nil if the number of bytes is not `length`.
    package init?(bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        self.init(words: UnsafeRawBufferPointer(bytes))
    }

    /// The digest of a text.
    package init(of text: String) {
        var hash = SHA256()
        hash.update(data: Array(text.utf8))
        self.init(hash)
    }

    private init(_ hash: SHA256) {
        self = hash.finalize().withUnsafeBytes(ContentDigest.init(words:))
    }

    /// Combines the digests of two contents, in this order.
    package func followed(by other: ContentDigest) -> ContentDigest {
        ContentDigest(first: first &* 31 &+ other.first, second: second &* 31 &+ other.second)
    }

    private init(words: UnsafeRawBufferPointer) {
        first = words.loadUnaligned(as: UInt64.self)
        second = words.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    }

    private init(first: UInt64, second: UInt64) { (self.first, self.second) = (first, second) }

    /// Reads a file. Returns its digest, and the stamp that the file had when it was opened.
    package static func read(_ path: String) throws(FileError) -> (digest: ContentDigest, stamp: FileStamp) {
        let file = try RegularFile(path)
        var hash = SHA256()
        try file.forEachChunk { hash.update(bufferPointer: $0) }
        return (ContentDigest(hash), FileStamp(file.status))
    }
}
