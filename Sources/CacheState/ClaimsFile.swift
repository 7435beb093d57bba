import Files

/// The layout of `.imagekit/claims`, whose bytes are locks (`Docs/state.md`).
enum ClaimsFile {
    /// Shared by single calls, exclusive for commands that delete images.
    static let calls: Int64 = 0
    /// Shared by all who write the state, exclusive while it is opened and closed.
    static let writers: Int64 = 1
    /// Shared by all: it shows whether the file system has such locks.
    static let probe: Int64 = 2
    /// The tickets of those who wait for the run lock, and for `calls`.
    static let runQueue: Range<Int64> = 1 << 32..<1 << 33
    static let callQueue: Range<Int64> = 1 << 33..<1 << 34
    private static let firstImage: Int64 = 1 << 62

    /// The byte of an image. Two images with the same byte only wait for each other.
    static func byte(of name: String) -> Int64 {
        var hash = XXHash64()
        hash.add(Array(name.utf8))
        return firstImage | Int64(hash.value >> 2)
    }
}
