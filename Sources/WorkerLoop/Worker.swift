#if canImport(FoundationEssentials)
    import FoundationEssentials
    import Glibc
#else
    import Foundation
#endif

import Rendering
import Sandbox
import Vips
import WorkerProtocol

/// The loop of a worker process. It reads messages with jobs from standard input and writes one outcome for each job to
/// standard output, until the input ends. With the argument `query`, it answers one query instead.
package enum Worker {
    /// Runs the loop and ends the process. If an error ends the loop, this function prints the error to standard error,
    /// which the parent reads.
    package static func main() -> Never {
        do {
            try run()
            exit(EXIT_SUCCESS)
        } catch let failure as ConfinementError {
            try? WorkerStream.messages.write("\(failure)\n")
            exit(Confinement.exitCode)
        } catch let failure as LibVipsStartError {
            try? WorkerStream.messages.write("imagekit-worker: \(failure)\n")
            exit(failure.exitCode)
        } catch {
            try? WorkerStream.messages.write("imagekit-worker: \(error)\n")
            exit(EXIT_FAILURE)
        }
    }

    private static func run() throws {
        ParentDeath.killThisProcess()
        MemoryReuse.enable()
        let confinement = try confinement()
        let isQuery = CommandLine.arguments.dropFirst().first == "query"
        // Load libvips before the confinement in two cases: a confined process could perhaps not load it, or the worker
        // answers a query, which always needs libvips.
        let isLoaded = isQuery || !LibraryAccess.isPossible(after: confinement)
        if isLoaded { try LibVips.load() }
        let folder = isLoaded ? LibVips.folder : LibraryAccess.folder
        // Confine the process before a library starts a thread, because the kernel confines only the calling thread and
        // the threads that it starts later.
        let protection = try confinement?.apply(libraryFolder: folder) ?? Protection()
        // Ignore these signals. A service manager can send SIGINT, SIGTERM, and SIGHUP to every process of a unit, but
        // only the parent decides when a worker ends. If a file exceeds the maximum size (`ulimit -f`), SIGXFSZ would
        // kill the worker. If the worker ignores this signal, the write fails instead, and the worker reports the
        // error.
        for number in [SIGINT, SIGTERM, SIGHUP, SIGXFSZ] { signal(number, SIG_IGN) }
        let outcomes = try WorkerStream.reservingStandardOutput()
        let checksLeaks = ProcessInfo.processInfo.environment["IMAGEKIT_WORKER_CHECK_LEAKS"] != nil
        // libvips starts when a job needs it: a worker that makes only JPEGs from planes does not need it. The option
        // `keepsCompiledCodeInMemory` makes TMPDIR unusable, and programs (`exec`) inherit TMPDIR. So set this option
        // only in a worker that runs no programs.
        let runsNoPrograms = confinement?.runsPrograms == false
        LibVips.prepare(.init(checksLeaks: checksLeaks, keepsCompiledCodeInMemory: runsNoPrograms))
        defer { LibVips.shutdown() }
        if isQuery {
            let query = try WireFormat.decode(Query.self, from: readLine() ?? "")
            return try outcomes.write(WireFormat.encode(Answer(to: query, protection)) + "\n")
        }
        var isIdentified = false
        while let line = readLine() {
            let jobs = try WireFormat.decode(JobMessage.self, from: line).jobs
            let answer = MessageAnswer(outcomes, isDelayed: jobs.count > 1)
            for job in jobs {
                let start = ContinuousClock.now
                var outcome = Renderer.render(job) {
                    // This line restarts the parent's deadline for the job. Ignore an error here. If the worker cannot
                    // write this line, it cannot write the outcome either, and then it reports the error.
                    try? answer.add(WireFormat.progress)
                }
                outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
                if !isIdentified, LibVips.isStarted {
                    outcome.libvips = .loaded
                    isIdentified = true
                }
                try answer.add(WireFormat.encode(outcome) + "\n")
            }
            try answer.send()
        }
    }

    private static func confinement() throws -> Confinement? {
        try CommandLine.arguments.dropFirst().first { $0.hasPrefix("{") }
            .map { try WireFormat.decode(Confinement.self, from: $0) }
    }
}
