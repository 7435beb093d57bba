#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Returns the current time in nanoseconds since 1970.
package func currentTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Returns the current time in seconds since 1970.
package func currentSeconds() -> Int { currentTime() / 1_000_000_000 }
