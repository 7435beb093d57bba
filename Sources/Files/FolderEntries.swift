#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Returns the names of a folder's entries in byte order; an empty array if the folder cannot be read.
package func entries(ofFolder path: String) -> [String] { (try? readEntries(ofFolder: path)) ?? [] }

/// Returns the names of a folder's entries in byte order.
package func readEntries(ofFolder path: String) throws(FileError) -> [String] {
    guard let folder = opendir(path) else { throw FileError("read the folder", path) }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
        errno = 0
        guard let entry = readdir(folder) else {
            guard errno == 0 else { throw FileError("read the folder", path) }
            break
        }
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted(by: precedesInBytes)
}
