import Foundation
import Synchronization

#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif

/// A running program that is the leader of a process group. After the program has ended, `wait` kills the processes of
/// the group that still run.
///
/// If this process is killed, the kernel kills the program (Linux), but not the processes that the program started.
final class RunningProgram: Sendable {
    enum Ending {
        case exited(Int32)
        case signaled(Int32)
    }

    /// The process numbers of the programs that run now. When a program ends, the system can give its number to another
    /// process as soon as `waitpid` returns. So `wait` holds the lock of this set from before `waitpid` until the
    /// number is removed, and `signalAll` never signals the other process.
    private static let running = Mutex<Set<pid_t>>([])

    private let process: pid_t

    /// Sends a signal to all programs and the processes that they started.
    static func signalAll(_ signal: Int32) {
        running.withLock { processes in
            for process in processes { kill(-process, signal) }
        }
    }

    /// - Parameters:
    ///   - executable: an absolute path.
    ///   - streams: the descriptors of the standard input, output, and error.
    /// - Throws: `ChildProcess.ExecutionError`.
    init(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String],
        folder: String?,
        streams: (input: Int32, output: Int32, messages: Int32)
    ) throws {
        let words = ([executable] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0)=\($1)") }
        defer { (words + variables).forEach { free($0) } }
        process = try Self.running.withLock { processes in
            var process: pid_t = 0
            let code = Self.start(&process, executable, words + [nil], variables + [nil], folder, streams)
            guard code == 0 else { throw ChildProcess.ExecutionError.notStarted(String(cString: strerror(code))) }
            processes.insert(process)
            return process
        }
    }

    /// Waits for the program, and then kills the processes that it left behind.
    func wait() -> Ending {
        var information = siginfo_t()
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
        var status: Int32 = 0
        Self.running.withLock { processes in
            // Kill the group before `waitpid`. Until `waitpid` returns, the system gives the number of the group to no
            // other process. Afterwards, `kill` could hit another group.
            kill(-process, SIGKILL)
            while waitpid(process, &status, 0) < 0 && errno == EINTR {}
            processes.remove(process)
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signaled(signal)
    }

    func end() { kill(-process, SIGKILL) }

    private static func start(
        _ process: inout pid_t,
        _ executable: String,
        _ arguments: [UnsafeMutablePointer<CChar>?],
        _ environment: [UnsafeMutablePointer<CChar>?],
        _ folder: String?,
        _ streams: (input: Int32, output: Int32, messages: Int32)
    ) -> Int32 {
        #if canImport(Glibc)
            return clinux_start_program(
                &process,
                executable,
                arguments,
                environment,
                folder,
                streams.input,
                streams.output,
                streams.messages
            )
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
            posix_spawn_file_actions_init(&actions)
            posix_spawnattr_init(&attributes)
            defer {
                posix_spawn_file_actions_destroy(&actions)
                posix_spawnattr_destroy(&attributes)
            }
            for (number, stream) in [streams.input, streams.output, streams.messages].enumerated() {
                posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
            }
            if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
            let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_CLOEXEC_DEFAULT | POSIX_SPAWN_SETSIGDEF
            posix_spawnattr_setflags(&attributes, Int16(flags))
            posix_spawnattr_setpgroup(&attributes, 0)
            var signals = sigset_t()
            sigfillset(&signals)
            posix_spawnattr_setsigdefault(&attributes, &signals)
            return posix_spawn(&process, executable, &actions, &attributes, arguments, environment)
        #endif
    }
}
