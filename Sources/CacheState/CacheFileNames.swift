import Files
import Registry

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Decides which texts can be names of cache files. Names come from states and requests, which are untrusted input, and
/// commands read, rename, and delete the files with these names.
///
/// A name must be below the cache folder, but not in the folder `.imagekit/` of the cache folder. It must not contain a
/// NUL, and none of its components may be empty, `.`, or `..`.
package struct CacheFileNames: Sendable {
    /// The cache folder with a slash at the end. If it is empty, names in every folder are accepted.
    private let prefix: [UInt8]

    /// - Parameter folder: the cache folder, relative to the storage root.
    package init(below folder: String) { prefix = folder.isEmpty ? [] : Array(folder.utf8) + [slash] }

    package func contains(_ name: String) -> Bool {
        var name = name
        return name.withUTF8(contains)
    }

    /// Every run checks every name that it reads from the state, even if the run makes no image. So the check must be
    /// fast: it searches for the next slash only once per component.
    func contains(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = name.baseAddress, name.count > prefix.count, memcmp(start, prefix, prefix.count) == 0,
            memchr(start, 0, name.count) == nil
        else { return false }
        var offset = prefix.count
        while true {
            let end = memchr(start + offset, Int32(slash), name.count - offset)
            let count = end.map { UnsafeRawPointer($0) - UnsafeRawPointer(start + offset) } ?? (name.count - offset)
            guard count > 0 else { return false }
            if start[offset] == dot, isReserved(UnsafeBufferPointer(start: start + offset, count: count), at: offset) {
                return false
            }
            offset += count + 1
            if end == nil { return true }
            // A name must not end with a slash, because its last component would be empty.
            guard offset < name.count else { return false }
        }
    }

    private func isReserved(_ part: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
        part.count == 1 || (part.count == 2 && part[1] == dot)
            || (offset == prefix.count && part.elementsEqual(PrivateFolder.name.utf8))
    }
}

private let slash = UInt8(ascii: "/")
private let dot = UInt8(ascii: ".")
