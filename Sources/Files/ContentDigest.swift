import Crypto

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells one content of a source from another: the first half of its SHA-256.
package struct ContentDigest: Hashable, Sendable {
    package static let length = 16
    /// For a run holds and compares a million of them.
    private let first, second: UInt64

    /// Of no bytes at all.
    package static let ofNothing = ContentDigest(SHA256())

    package var bytes: [UInt8] { withUnsafeBytes(of: (first, second)) { Array($0) } }

    /// - Returns: nil for bytes that are no digest.
    package init?(bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        self.init(words: UnsafeRawBufferPointer(bytes))
    }

    private init(_ hash: SHA256) {
        self = hash.finalize().withUnsafeBytes(ContentDigest.init(words:))
    }

    /// Of two contents, one behind the other.
    package func followed(by other: ContentDigest) -> ContentDigest {
        ContentDigest(first: first &* 31 &+ other.first, second: second &* 31 &+ other.second)
    }

    private init(words: UnsafeRawBufferPointer) {
        first = words.loadUnaligned(as: UInt64.self)
        second = words.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    }

    private init(first: UInt64, second: UInt64) { (self.first, self.second) = (first, second) }

    /// Reads a file and returns its digest with the stamp it had when reading began.
    package static func read(_ path: String) throws(FileError) -> (digest: ContentDigest, stamp: FileStamp) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError("read", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("read", path) }
        var hash = SHA256()
        try forEachChunk(of: descriptor, path: path) { hash.update(bufferPointer: $0) }
        return (ContentDigest(hash), FileStamp(status))
    }
}
