import SystemPackage

/// A failed system call: the operation, its path, and the reason.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The operation, such as "read" or "rename".
    let operation: String
    package let path: String
    package let code: Errno

    /// The default of `code` is the error of the last failed call of the C library.
    package init(_ operation: String, _ path: String, code: Errno = .last) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// Runs calls of swift-system. They throw only an `Errno`, so this function adds the operation and the path to the
    /// error.
    package static func naming<Result>(
        _ operation: String,
        _ path: String,
        _ calls: () throws -> Result
    ) throws(FileError) -> Result {
        do { return try calls() } catch { throw FileError(operation, path, code: error as? Errno ?? .ioError) }
    }

    /// Whether the file does not exist.
    package var isAbsence: Bool { code == .noSuchFileOrDirectory }

    /// Whether this process or the system has too many open files.
    package var isLackOfDescriptors: Bool { code.isLackOfDescriptors }

    /// The end of a command's message about too many open files: the remedy.
    package static let descriptorRemedy = "; raise the limit of open files (ulimit -n)"

    /// Whether the file system does not support the operation.
    package var isMissingSupport: Bool {
        [.noFunction, .notSupported, .notSupportedOnSocket, .noLocks, .invalidArgument].contains(code)
    }

    package var reason: String { code.description }

    package var description: String { "cannot \(operation) \(path.isEmpty ? "\"\"" : path): \(reason)" }
}

extension Errno {
    /// Whether this process or the system has too many open files.
    package var isLackOfDescriptors: Bool { [.tooManyOpenFiles, .tooManyOpenFilesInSystem].contains(self) }
}
