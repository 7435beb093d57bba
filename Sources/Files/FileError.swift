#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A failed system call: the operation, its path, and the reason.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The operation, such as "read" or "rename".
    let operation: String
    package let path: String
    package let code: Int32

    /// The default of `code` is the error of the last failed system call.
    package init(_ operation: String, _ path: String, code: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// Whether the file does not exist.
    package var isAbsence: Bool { code == ENOENT }

    /// Whether the file system does not support the operation.
    package var isMissingSupport: Bool { [ENOSYS, ENOTSUP, EOPNOTSUPP, ENOLCK, EINVAL].contains(code) }

    package var reason: String { SystemError(code: code).message }

    package var description: String { "cannot \(operation) \(path): \(reason)" }
}
