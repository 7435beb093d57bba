import ImageSpecs
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file or folder whose permissions prevent this process from writing to a path.
package struct MissingPermission: Equatable, Sendable {
    package let path: String
    package let owner: UInt32
    package let isFolder: Bool

    /// Finds the first file or folder without the necessary permission: the path itself, its folder, or a folder above.
    /// Returns nil if no permission is missing.
    package init?(toWrite path: String) {
        var current = absolutePath(path)
        // This process must have the permission to write to the file and to its folder. For the folders above, the
        // permission to search them is sufficient.
        var mode = W_OK
        while true {
            if let status = try? Stat(current) {
                let isFolder = status.type == .directory
                if access(current, isFolder ? mode | X_OK : mode) != 0 {
                    self.path = current
                    owner = status.userID.rawValue
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
