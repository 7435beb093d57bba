import SystemPackage

extension FileDescriptor {
    /// Creates a file and opens it for writing.
    /// - Parameter permissions: the permissions before the umask of the process restricts them.
    /// - Throws: `Errno`. It is `fileExists` if the path exists, even if the path is a link without a target.
    static func create(_ path: String, permissions: FilePermissions) throws -> FileDescriptor {
        try open(path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: permissions)
    }
}
