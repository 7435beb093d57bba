#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The reason why the system does not provide a protection.
package struct ConfinementError: Error, CustomStringConvertible {
    package let description: String

    init(description: String) { self.description = description }

    /// - Parameter code: the `errno` of the system call that failed.
    init(systemCode code: Int32) { description = String(cString: strerror(code)) }
}
