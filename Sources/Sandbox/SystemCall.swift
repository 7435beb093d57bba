#if canImport(Glibc)
    import Glibc

    /// System calls that the C library has no function for, or only one with variable arguments, which Swift cannot call.
    enum SystemCall {
        private typealias Call = @convention(c) (CLong, UInt, UInt, UInt, UInt, UInt) -> CLong

        /// - Returns: what the kernel returns; -1 with an `errno` where it fails.
        static func call(_ number: Int, _ a: UInt = 0, _ b: UInt = 0, _ c: UInt = 0, _ d: UInt = 0, _ e: UInt = 0)
            -> Int
        {
            guard let symbol = dlsym(nil, "syscall") else {
                errno = ENOSYS
                return -1
            }
            return unsafeBitCast(symbol, to: Call.self)(number, a, b, c, d, e)
        }

        static var reason: String { String(cString: strerror(errno)) }
    }
#endif
