#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The error code of a failed system call.
package struct SystemError: Error, Hashable, Sendable {
    /// The value of `errno` after the call.
    package let code: Int32

    package init(code: Int32) {
        self.code = code
    }

    /// The C library's message, such as `Permission denied`.
    package var message: String { String(cString: strerror(code)) }
}
