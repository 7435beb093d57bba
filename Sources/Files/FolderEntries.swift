#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Returns the names of a folder's entries in byte order; an empty array if the folder cannot be read.
package func entries(ofFolder path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted(by: precedesInBytes)
}
