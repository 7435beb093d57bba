import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file or folder that this process may not write, when it wants to write a path.
package struct MissingPermission: Equatable, Sendable {
    package let path: String
    package let owner: UInt32
    package let isFolder: Bool

    /// Finds it: the path itself, its folder, or a folder on the way. Returns nil if there is none.
    package init?(toWrite path: String) {
        var current = absolutePath(path)
        // A file and its folder are written; the folders above are only searched.
        var mode = W_OK
        while true {
            var status = stat()
            if stat(current, &status) == 0 {
                let isFolder = FileKind(status) == .folder
                if access(current, isFolder ? mode | X_OK : mode) != 0 {
                    self.path = current
                    owner = status.st_uid
                    self.isFolder = isFolder
                    return
                }
                if isFolder { mode = 0 }
            }
            let parent = SourceName.split(current).folder
            if current == "/" { return nil }
            current = parent.isEmpty ? "/" : parent
        }
    }
}
