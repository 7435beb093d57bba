#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Repeats a system call as long as a signal interrupts it.
package func retryingInterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
