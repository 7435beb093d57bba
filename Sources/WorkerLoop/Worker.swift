import Foundation
import Rendering
import Sandbox
import Vips
import WorkerProtocol

/// The loop of a worker process: a job a line on standard input, an outcome a line on standard output, until the
/// input ends.
package enum Worker {
    /// Runs and ends the process: with a message for the parent where the loop itself cannot go on.
    package static func main() -> Never {
        do {
            try run()
            exit(EXIT_SUCCESS)
        } catch let failure as ConfinementError {
            FileHandle.standardError.write(Data("\(failure)\n".utf8))
            exit(Confinement.exitCode)
        } catch {
            FileHandle.standardError.write(Data("imagekit-worker: \(error)\n".utf8))
            exit(EXIT_FAILURE)
        }
    }

    private static func run() throws {
        ParentDeath.killThisProcess()
        MemoryReuse.enable()
        let confinement = try confinement()
        // Before anything is read or loaded: libraries start threads.
        let protection = try confinement?.apply(libraryFolder: LibVips.folder) ?? Protection()
        // A service manager may signal every process of a unit; what becomes of the workers is for their parent to decide.
        // A file that grows beyond `ulimit -f` is told by the write that fails.
        for number in [SIGINT, SIGTERM, SIGHUP, SIGXFSZ] { signal(number, SIG_IGN) }
        let outcomes = try privateStandardOutput()
        let checksLeaks = ProcessInfo.processInfo.environment["IMAGEKIT_WORKER_CHECK_LEAKS"] != nil
        try LibVips.start(checkLeaks: checksLeaks)
        // Programs look for a folder for temporary files in the environment too.
        if confinement?.runsPrograms == false { LibVips.keepCompiledCodeInMemory() }
        defer { LibVips.shutdown() }
        if CommandLine.arguments.dropFirst().first == "query" {
            let query = try WireFormat.decode(Query.self, from: readLine() ?? "")
            return try outcomes.write(contentsOf: Data((WireFormat.encode(Answer(to: query, protection)) + "\n").utf8))
        }
        while let line = readLine() {
            let job = try WireFormat.decode(Job.self, from: line)
            let outcome = Renderer.render(job)
            try outcomes.write(contentsOf: Data((try WireFormat.encode(outcome) + "\n").utf8))
        }
    }

    private static func confinement() throws -> Confinement? {
        try CommandLine.arguments.dropFirst().first { $0.hasPrefix("{") }
            .map { try WireFormat.decode(Confinement.self, from: $0) }
    }

    /// Standard output for outcomes alone: whatever a library prints there goes to standard error from here on.
    private static func privateStandardOutput() throws -> FileHandle {
        let descriptor = dup(STDOUT_FILENO)
        guard descriptor >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
