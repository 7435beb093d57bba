import Decoding
import Pictures
import SystemPackage
import Vips

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One run of a program, with a file as its standard input.
///
/// The program and its children run in their own process group. The leader of the group is a watcher: a shell that
/// reads from a pipe. Only this process can write to the pipe, so the watcher's input ends when this process ends for
/// any reason. Then the watcher kills the whole group.
struct ProgramRun {
    private let words: [String]

    init(_ words: [String]) { self.words = words }

    /// - Parameter maxBytes: the maximum number of bytes that the program may write to standard output.
    /// - Returns: the standard output, rewound to its start.
    /// - Throws: `ProcessorError` if the program cannot start, fails, or writes too many bytes. If the program fails,
    ///   the error contains the last lines of its standard error.
    func run(_ input: AnonymousFile, maxBytes: Int) throws -> AnonymousFile {
        input.rewind()
        let lifeline = try ProgramPipe()
        let watcher = try start(["/bin/sh", "-c", "read -r line; kill -KILL 0"], group: 0, input: lifeline.reader)
        defer {
            // The watcher has not been reaped, so its group ID cannot belong to other processes yet.
            kill(-watcher, SIGKILL)
            _ = ended(watcher)
            lifeline.closeWriter()
        }
        let (output, errors) = (try ProgramPipe(), try ProgramPipe())
        let program = try start(words, group: watcher, input: input.descriptor, output.writer, errors.writer)
        output.closeWriter()
        errors.closeWriter()
        var streams = ProgramStreams(output: output, errors: errors, maxBytes: maxBytes)
        let written = Result { try streams.read() }
        if case .failure = written { kill(-watcher, SIGKILL) }
        let status = ended(program)
        let file = try written.get()
        if let reason = failure(status) {
            let messages = streams.lastErrorLines
            throw ProcessorError(description: "\(words[0]) \(reason)\(messages.isEmpty ? "" : ": \(messages)")")
        }
        file.rewind()
        return file
    }

    /// - Parameter group: the process group to join. The value 0 creates a new group.
    private func start(
        _ words: [String],
        group: pid_t,
        input: FileDescriptor,
        _ output: FileDescriptor? = nil,
        _ errors: FileDescriptor? = nil
    ) throws -> pid_t {
        #if canImport(Glibc)
            var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        #else
            var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?) = (nil, nil)
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input.rawValue, STDIN_FILENO)
        for (descriptor, number) in [(output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
            if let descriptor {
                posix_spawn_file_actions_adddup2(&actions, descriptor.rawValue, number)
            } else {
                posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
            }
        }
        posix_spawnattr_setpgroup(&attributes, group)
        // Reset the signals that a worker ignores, because a child process inherits ignored signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let code = posix_spawnp(&process, words[0], &actions, &attributes, &arguments, environ)
        guard code == 0 else {
            throw ProcessorError(description: "cannot start \(words[0]): \(Errno(rawValue: code))")
        }
        return process
    }

    /// Waits for a process to end.
    private func ended(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && Errno(rawValue: errno) == .interrupted {}
        return status
    }

    /// - Parameter status: the status from waitpid(2). The lowest 7 bits are the signal, and the second lowest byte is
    ///   the exit code.
    private func failure(_ status: Int32) -> String? {
        let (signal, code) = (status & 0x7F, status >> 8 & 0xFF)
        if signal != 0 { return "was ended by signal \(signal)" }
        return code == 0 ? nil : "ended with exit code \(code)"
    }
}
