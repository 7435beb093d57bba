import ImageSpecs
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file or folder whose permissions prevent this process from reading or writing a path.
package struct MissingPermission: Equatable, Sendable {
    package let path: String
    package let owner: UInt32
    package let isFolder: Bool
    /// The permission that is missing, in the notation of chmod. It is `r` or `rx` for reading, `w` or `wx` for
    /// writing, and `x` for a folder that only needs to be searched.
    package let permission: String

    /// Finds the first file or folder without the necessary permission: the path itself, its folder, or a folder above.
    /// Returns nil if no permission is missing.
    package init?(toWrite path: String) {
        // This process must have the permission to write to the path. If the path is a file, this also applies to its
        // folder, because imagekit creates temporary files in this folder. For the folders above, the permission to
        // search them is sufficient.
        self.init(W_OK, path, isNeededForFolder: true)
    }

    /// Finds the first file or folder without the permission that reading the path requires. Returns nil if no
    /// permission is missing.
    package init?(toRead path: String) { self.init(R_OK, path, isNeededForFolder: false) }

    /// - Parameters:
    ///   - mode: the permission that the path itself needs.
    ///   - isNeededForFolder: whether the folder of a file needs this permission too.
    private init?(_ mode: Int32, _ path: String, isNeededForFolder: Bool) {
        var current = absolutePath(path)
        var mode = mode
        while true {
            if let status = try? Stat(current) {
                let isFolder = status.type == .directory
                if access(current, isFolder ? mode | X_OK : mode) != 0 {
                    self.path = current
                    owner = status.userID.rawValue
                    self.isFolder = isFolder
                    permission = (mode == R_OK ? "r" : mode == W_OK ? "w" : "") + (isFolder ? "x" : "")
                    return
                }
                if isFolder || !isNeededForFolder { mode = 0 }
            }
            let parent = SourceName.split(current).folder
            if current == "/" { return nil }
            current = parent.isEmpty ? "/" : parent
        }
    }
}
