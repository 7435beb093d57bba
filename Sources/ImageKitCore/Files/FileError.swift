#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A call to the operating system that failed: what was done, to which path, and why.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Such as "read" or "rename".
    let operation: String
    let path: String
    let code: Int32

    /// With the code of the call that just failed.
    init(_ operation: String, _ path: String, code: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// Whether there is no such file.
    var isAbsence: Bool { code == ENOENT }

    var reason: String { SystemError(code: code).message }

    public var description: String { "cannot \(operation) \(path): \(reason)" }
}
