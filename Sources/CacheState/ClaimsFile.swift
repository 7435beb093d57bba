import Files

/// The layout of `.imagekit/claims`. Processes lock single bytes of this file (`Docs/state.md`).
enum ClaimsFile {
    /// Single calls take a shared lock of this byte. `prune`, `clear`, `invalidate`, a shard that merges the states of
    /// shards, and a merge of the states of other machines take an exclusive lock, so they run only when no single call
    /// runs. When a batch starts and ends, it tries to take an exclusive lock for a moment, to find out whether a
    /// single call is running.
    static let calls: Int64 = 0
    /// A process that writes the state holds a shared lock of this byte. When the process opens or closes the state, it
    /// tries to take an exclusive lock, to find out whether another process has the state open for writing.
    static let writers: Int64 = 1
    /// Every process takes a shared lock of this byte, to find out whether the file system has locks of bytes.
    static let probe: Int64 = 2
    /// The bytes for the tickets of the processes that wait for the lock of a run (`runQueue`) or for `calls`
    /// (`callQueue`).
    static let runQueue: Range<Int64> = 1 << 32..<1 << 33
    static let callQueue: Range<Int64> = 1 << 33..<1 << 34
    private static let firstImage: Int64 = 1 << 62

    /// Whether the file system of a state has locks of bytes. SQLite needs locks of this kind. Also returns true if
    /// this is unknown, for example because the file `claims` does not exist.
    /// - Parameter path: the path of the state.
    static func hasLocks(beside path: String) -> Bool {
        #if canImport(Glibc)
            do throws(FileError) {
                let locks = try RangeLocks(folder(ofFile: path) + "/claims", create: false)
                _ = try locks?.take(probe, shared: true)
                return true
            } catch {
                return !error.isMissingSupport
            }
        #else
            // Do not open the file, because closing it would release all locks of this process in the file.
            return true
        #endif
    }

    /// Whether the file system of a state has what a write-ahead log needs: locks of bytes, and memory that processes
    /// share through a file.
    /// - Parameter path: the path of the state.
    static func canShareMemory(beside path: String) -> Bool {
        #if canImport(Glibc)
            return hasLocks(beside: path) && SharedMemory.isSupported(folder(ofFile: path) + "/claims")
        #else
            return true
        #endif
    }

    /// Returns the byte that a process locks to claim an image. If two images have the same byte, the only consequence
    /// is that they are not made at the same time.
    static func byte(of name: String) -> Int64 {
        firstImage | Int64(XXHash64.hash(Array(name.utf8)) >> 2)
    }
}
