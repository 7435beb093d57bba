#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A protection that the system does not provide, and the reason.
package struct ConfinementError: Error, CustomStringConvertible {
    package let description: String

    init(description: String) { self.description = description }

    /// - Parameter code: the `errno` of the system call that failed.
    init(systemCode code: Int32) { description = String(cString: strerror(code)) }
}
