#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system limits of this process and its workers (getrlimit(2)).
///
/// If a descriptor, a thread, or a process is not available while a worker starts, the run waits forever, and other
/// runs wait for its lock. So the limits are checked before the first worker starts. The required values are the lowest
/// limits with which test runs were completed, plus a margin. The limit of processes counts all processes of the user,
/// so other programs can still exhaust it.
package struct ProcessLimits {
    private struct Limit {
        let value: UInt64
        /// The name of the limit, and the shell command that sets it.
        let name: String
        /// The number that imagekit itself needs, and the number for each worker.
        let own, perWorker: UInt64
        let unit: String

        var least: UInt64 { own + perWorker }

        var workers: UInt64 {
            guard value >= least else { return 0 }
            return perWorker == 0 ? .max : (value - own) / perWorker
        }
    }

    private let limits: [Limit]

    /// Raises the limit of open files of this process to 4096, or as far as the hard limit permits, and returns the
    /// limits.
    package static func raised() -> ProcessLimits {
        var files = read(RLIMIT_NOFILE)
        files.rlim_cur = min(files.rlim_max, max(files.rlim_cur, 4096))
        write(RLIMIT_NOFILE, &files)
        return ProcessLimits(
            openFiles: UInt64(read(RLIMIT_NOFILE).rlim_cur),
            addressSpace: UInt64(read(RLIMIT_AS).rlim_cur),
            // The kernel does not apply this limit to root, so root has no limit here.
            processes: geteuid() == 0 ? .max : UInt64(read(processes).rlim_cur)
        )
    }

    /// - Parameter addressSpace: the limit in bytes.
    init(openFiles: UInt64, addressSpace: UInt64, processes: UInt64) {
        limits = [
            Limit(value: openFiles, name: "open files (ulimit -n)", own: 32, perWorker: 12, unit: ""),
            Limit(value: processes, name: "processes and threads (ulimit -u)", own: 24, perWorker: 4, unit: ""),
            Limit(value: addressSpace >> 20, name: "address space (ulimit -v)", own: 1024, perWorker: 0, unit: " MiB"),
        ]
    }

    /// Returns the number of workers that can run in parallel, at most `wanted`.
    /// - Throws: `ProcessLimitError` if no worker can run.
    package func workers(_ wanted: Int) throws(ProcessLimitError) -> Int {
        for limit in limits where limit.workers == 0 {
            throw ProcessLimitError(
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

    /// Sets a limit. Errors are ignored, because the limit is read again afterwards.
    private static func write(_ resource: Resource, _ limit: inout rlimit) {
        #if canImport(Glibc)
            _ = setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        #else
            _ = setrlimit(resource, &limit)
        #endif
    }
}

/// The system limits are too low to start a worker.
package struct ProcessLimitError: Error, CustomStringConvertible {
    package let description: String
}
