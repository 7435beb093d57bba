import Files

/// The layout of `.imagekit/claims`. Processes lock single bytes of this file (`Docs/state.md`).
enum ClaimsFile {
    /// Single calls take a shared lock of this byte. Commands that delete images take an exclusive lock.
    static let calls: Int64 = 0
    /// A process that writes the state holds a shared lock of this byte. While it opens or closes the state, its lock
    /// is exclusive.
    static let writers: Int64 = 1
    /// Every process takes a shared lock of this byte, to find out whether the file system has locks of bytes.
    static let probe: Int64 = 2
    /// The tickets of the processes that wait for the lock of a run (`runQueue`) or for `calls` (`callQueue`).
    static let runQueue: Range<Int64> = 1 << 32..<1 << 33
    static let callQueue: Range<Int64> = 1 << 33..<1 << 34
    private static let firstImage: Int64 = 1 << 62

    /// The byte that is locked to claim an image. If two images have the same byte, the only consequence is that one
    /// waits for the other.
    static func byte(of name: String) -> Int64 {
        var hash = XXHash64()
        hash.add(Array(name.utf8))
        return firstImage | Int64(hash.value >> 2)
    }
}
