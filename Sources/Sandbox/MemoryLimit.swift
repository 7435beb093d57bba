#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The memory that a worker can use for its data.
///
/// The limit is RLIMIT_DATA, which counts private writable memory: the heap and mapped buffers. RLIMIT_AS would also
/// count files that are mapped for reading, such as about a hundred libraries, although these files use no private
/// memory.
enum MemoryLimit {
    /// - Returns: whether the system enforces the limit.
    static func set(_ bytes: Int) -> Bool {
        var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
        #if canImport(Glibc)
            return setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit) == 0
        #else
            _ = setrlimit(RLIMIT_DATA, &limit)
            return false
        #endif
    }

    /// Installs handlers for the signals with which a decoder can crash. After a failed allocation, a handler reports
    /// "out of memory" to the parent.
    static func reportOutOfMemoryOnCrash() {
        for number in [SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP] {
            signal(number) { number in
                if errno == ENOMEM {
                    let message: StaticString = "imagekit-worker: out of memory\n"
                    _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
                }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }
}
