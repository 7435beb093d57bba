#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system answered to a call that failed.
struct SystemError: Error, Hashable, Sendable {
    /// An `errno`.
    let code: Int32

    /// The C library's words for it, such as `Permission denied`.
    var message: String { String(cString: strerror(code)) }
}
