import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FileDescriptor {
    /// What a wait is for.
    package enum Readiness {
        case input
        case output
    }

    /// Waits until the descriptor can be read or written. A signal does not end the wait.
    /// - Parameter end: the end of the wait; nil for no limit.
    /// - Returns: false if the time is over. If the descriptor has an error, the function returns true, and the next
    ///   read or write reports the error.
    package func wait(for readiness: Readiness, until end: ContinuousClock.Instant? = nil) throws(Errno) -> Bool {
        let events = readiness == .input ? POLLIN : POLLOUT
        var entry = pollfd(fd: rawValue, events: Int16(events), revents: 0)
        while true {
            let count = poll(&entry, 1, end.map(Self.milliseconds) ?? -1)
            if count > 0 { return true }
            if count < 0 {
                guard Errno.last == .interrupted else { throw .last }
            } else if let end, end <= .now {
                return false
            }
        }
    }

    /// The number of milliseconds until a time, rounded up, so that a wait does not end too early.
    private static func milliseconds(until end: ContinuousClock.Instant) -> Int32 {
        let left = max(.zero, end - .now) + .nanoseconds(999_999)
        return Int32(clamping: Int(left / .milliseconds(1)))
    }

    /// Writes all bytes. If the descriptor is in non-blocking mode, the function waits until it can write. Another
    /// process that has the same pipe or terminal open can set this mode.
    package func writeAllWaiting(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            do {
                rest = rest.dropFirst(try write(UnsafeRawBufferPointer(rebasing: rest)))
            } catch Errno.resourceTemporarilyUnavailable {
                _ = try wait(for: .output)
            }
        }
    }
}
