import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Checks whether this process can start the threads that it needs.
///
/// If libdispatch does not get a thread, it waits forever. Threads are limited for each user (`ulimit -u`), for a
/// container (`pids.max`), and by the address space (`ulimit -v`), because each thread has a stack of 8 MB. Only an
/// attempt to start threads shows whether the limits permit them.
package enum ThreadRoom {
    /// The number of threads that a run needs in addition to the threads for its workers: the threads of libdispatch,
    /// of Swift's concurrency, and of the pipes.
    package static let own = 12

    private static let perWorker = 4
    /// The check starts the threads of at most this many workers. Machines that run more workers usually have high
    /// limits, so these machines need no larger check.
    private static let maxWorkers = 16

    /// - Throws: `ThreadRoomError` if the system cannot start the threads of this process and its workers.
    static func check(forWorkers count: Int) throws(ThreadRoomError) {
        try check(own + perWorker * min(count, maxWorkers))
    }

    /// Starts threads, keeps all of them running at the same time, and then ends them.
    /// - Throws: `ThreadRoomError` if a thread does not start.
    package static func check(_ count: Int = own) throws(ThreadRoomError) {
        let (output, input) = try openPipe()
        var threads: [PlainThread.Handle] = []
        defer {
            // Closing this end of the pipe ends the threads, because they read from the other end.
            try? input.close()
            for thread in threads { pthread_join(thread, nil) }
            try? output.close()
        }
        for _ in 0..<count {
            threads.append(
                try PlainThread.start {
                    withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { _ = try? output.read(into: $0) }
                }
            )
        }
    }

    /// Opens a pipe that programs do not inherit.
    package static func openPipe() throws(ThreadRoomError) -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
        do {
            let ends = try FileDescriptor.pipe()
            for end in [ends.readEnd, ends.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
            return ends
        } catch {
            throw ThreadRoomError(code: error as? Errno ?? .ioError)
        }
    }
}
