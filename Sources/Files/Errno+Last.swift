import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Errno {
    /// The error of the last call of the C library that failed on this thread. It is only for calls that swift-system
    /// does not have.
    package static var last: Errno { Errno(rawValue: errno) }
}
