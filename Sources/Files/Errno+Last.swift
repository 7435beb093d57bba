import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Errno {
    /// The error of this thread's last failed call of the C library, for calls that swift-system lacks.
    package static var last: Errno { Errno(rawValue: errno) }
}
