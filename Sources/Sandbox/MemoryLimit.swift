#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much memory a worker may take for its data.
///
/// RLIMIT_DATA counts what can be written and is not shared: the heap and everything that is mapped for buffers. RLIMIT_AS would
/// count a hundred libraries and files that are mapped to be read, too, which is no memory that anybody lacks.
enum MemoryLimit {
    /// - Returns: whether the system keeps to it.
    static func set(_ bytes: Int) -> Bool {
        var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
        #if canImport(Glibc)
            return setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit) == 0
        #else
            _ = setrlimit(RLIMIT_DATA, &limit)
            return false
        #endif
    }

    /// Has a process that dies for want of memory say so, for its parent: a decoder that got none may do anything.
    static func isToldByLastWords() {
        for number in [SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP] {
            signal(number) { number in
                if errno == ENOMEM {
                    let words: StaticString = "imagekit-worker: out of memory\n"
                    _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
                }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }
}
