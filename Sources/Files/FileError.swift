#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A call to the operating system that failed: what was done, to which path, and why.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Such as "read" or "rename".
    let operation: String
    let path: String
    package let code: Int32

    /// With the code of the call that just failed.
    package init(_ operation: String, _ path: String, code: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// Whether there is no such file.
    package var isAbsence: Bool { code == ENOENT }

    package var reason: String { SystemError(code: code).message }

    package var description: String { "cannot \(operation) \(path): \(reason)" }
}
