#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whether this process can start the threads that it needs.
///
/// libdispatch waits forever for a thread that it does not get. Limits of threads are those of the user (`ulimit -u`), of a
/// container (`pids.max`), and of the address space, because each thread has a stack of 8 MB (`ulimit -v`). Only an attempt
/// shows whether there is room.
package enum ThreadRoom {
    /// The threads of a run in addition to those of its workers: those of libdispatch, of Swift's concurrency, and of the pipes.
    package static let own = 12

    private static let perWorker = 4
    /// Larger numbers of workers are for machines with much room.
    private static let maxWorkers = 16

    /// - Throws: `ThreadRoomError` if there is no room for this process and its workers.
    static func check(forWorkers count: Int) throws(ThreadRoomError) {
        try check(own + perWorker * min(count, maxWorkers))
    }

    /// Starts threads that wait until all are there, and ends them again.
    /// - Throws: `ThreadRoomError` if one does not start.
    package static func check(_ count: Int = own) throws(ThreadRoomError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ThreadRoomError(code: errno) }
        let output = ends[0]
        var threads: [PlainThread.Handle] = []
        defer {
            // The threads read the end of the pipe.
            close(ends[1])
            for thread in threads { pthread_join(thread, nil) }
            close(output)
        }
        for _ in 0..<count {
            threads.append(
                try PlainThread.start {
                    var byte: UInt8 = 0
                    while read(output, &byte, 1) < 0 && errno == EINTR {}
                }
            )
        }
    }
}

/// The system has no room for the threads that a process needs.
package struct ThreadRoomError: Error, CustomStringConvertible {
    /// The error of the system.
    let code: Int32

    package init(code: Int32) { self.code = code }

    package var description: String {
        "cannot start a thread (\(String(cString: strerror(code)))): raise the limit of processes and threads (ulimit -u, or "
            + "pids.max of the container) or of the address space (ulimit -v)"
    }
}
