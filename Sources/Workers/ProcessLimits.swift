#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the system lets this process and its workers have (getrlimit(2)).
///
/// It is asked before the first worker is started: in the middle of starting one, a descriptor, a thread or a process
/// that cannot be had leaves a run waiting for ever, with the lock in its hand. The numbers leave some room over the least
/// that runs were seen to end with. That of processes counts all of the user's, so others of his may still use it up.
package struct ProcessLimits {
    private struct Limit {
        let value: UInt64
        /// How it is called, and what a shell says for it.
        let name: String
        /// For imagekit itself, and for each worker beside it.
        let own, perWorker: UInt64
        let unit: String

        var least: UInt64 { own + perWorker }

        var workers: UInt64 {
            guard value >= least else { return 0 }
            return perWorker == 0 ? .max : (value - own) / perWorker
        }
    }

    private let limits: [Limit]

    /// Those of this process, which may have up to 4096 open files from here on where that is in its own hand.
    package static func raised() -> ProcessLimits {
        var files = read(RLIMIT_NOFILE)
        files.rlim_cur = min(files.rlim_max, max(files.rlim_cur, 4096))
        write(RLIMIT_NOFILE, &files)
        return ProcessLimits(
            openFiles: UInt64(read(RLIMIT_NOFILE).rlim_cur),
            addressSpace: UInt64(read(RLIMIT_AS).rlim_cur),
            // The superuser may have as many as he wants.
            processes: geteuid() == 0 ? .max : UInt64(read(processes).rlim_cur)
        )
    }

    /// - Parameter addressSpace: in bytes.
    init(openFiles: UInt64, addressSpace: UInt64, processes: UInt64) {
        limits = [
            Limit(value: openFiles, name: "open files (ulimit -n)", own: 32, perWorker: 12, unit: ""),
            Limit(value: processes, name: "processes and threads (ulimit -u)", own: 24, perWorker: 4, unit: ""),
            Limit(value: addressSpace >> 20, name: "address space (ulimit -v)", own: 1024, perWorker: 0, unit: " MiB"),
        ]
    }

    /// How many of so many workers can run side by side.
    /// - Throws: `ProcessLimitTooLow` where none can.
    package func workers(_ wanted: Int) throws(ProcessLimitTooLow) -> Int {
        for limit in limits where limit.workers == 0 {
            throw ProcessLimitTooLow(
                description:
                    "the limit of \(limit.name) is \(limit.value)\(limit.unit), too low for a worker: raise it to "
                    + "\(limit.least)\(limit.unit) or more"
            )
        }
        let most = limits.map(\.workers).min() ?? .max
        return most < UInt64(wanted) ? Int(most) : wanted
    }

    #if canImport(Glibc)
        private typealias Resource = __rlimit_resource
        private static let processes = __RLIMIT_NPROC
    #else
        private typealias Resource = Int32
        private static let processes = RLIMIT_NPROC
    #endif

    private static func read(_ resource: Resource) -> rlimit {
        var limit = rlimit(rlim_cur: .max, rlim_max: .max)
        #if canImport(Glibc)
            _ = getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        #else
            _ = getrlimit(resource, &limit)
        #endif
        return limit
    }

    /// Whether it was taken is seen when it is read.
    private static func write(_ resource: Resource, _ limit: inout rlimit) {
        #if canImport(Glibc)
            _ = setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        #else
            _ = setrlimit(resource, &limit)
        #endif
    }
}

/// Limits of the system under which no worker can be started.
package struct ProcessLimitTooLow: Error, CustomStringConvertible {
    package let description: String
}
