#if os(Linux)
    import Foundation
    import Synchronization

    /// A thread that waits in a system call.
    package final class BlockedThread<Value: Sendable>: Sendable {
        private struct State {
            var thread: pthread_t?
            /// The folder of the thread in `/proc`.
            var folder = ""
            var result: Result<Value, any Error>?
        }

        private let state = Mutex(State())
        private let end = DispatchSemaphore(value: 0)

        package init(_ body: @escaping @Sendable () throws -> Value) {
            // Without a handler, the signal would end the process.
            signal(SIGUSR1) { _ in }
            Thread.detachNewThread { [self] in
                let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
                state.withLock { ($0.thread, $0.folder) = (pthread_self(), "/proc/\(folder ?? "")") }
                let result = Result { try body() }
                state.withLock { ($0.thread, $0.result) = (nil, result) }
                end.signal()
            }
        }

        /// Waits until the thread sleeps or has ended, at most a minute, so that a failing test ends.
        package func waitUntilAsleep() {
            let limit = ContinuousClock.now + .seconds(60)
            func isRunning() -> Bool {
                state.withLock { $0.result == nil && ($0.thread == nil || !isAsleep($0.folder)) }
            }
            while isRunning(), ContinuousClock.now < limit { sched_yield() }
        }

        /// Waits until the thread sleeps, and interrupts its system call with a signal.
        package func interrupt() {
            waitUntilAsleep()
            state.withLock { if let thread = $0.thread { pthread_kill(thread, SIGUSR1) } }
        }

        /// Waits for the end of the thread.
        package func value() throws -> Value {
            end.wait()
            end.signal()
            guard let result = state.withLock(\.result) else { throw CancellationError() }
            return try result.get()
        }
    }

    /// Whether a thread sleeps in a system call.
    /// - Parameter folder: the folder of the thread in `/proc`.
    package func isAsleep(_ folder: String) -> Bool {
        // The state follows the name of the program, which is in parentheses.
        let text = try? String(contentsOfFile: folder + "/stat", encoding: .utf8)
        return text?.split(separator: ")").last?.hasPrefix(" S") == true
    }
#endif
