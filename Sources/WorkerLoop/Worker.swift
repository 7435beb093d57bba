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
/// standard output, until the input ends.
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
        } catch {
            try? WorkerStream.messages.write("imagekit-worker: \(error)\n")
            exit(EXIT_FAILURE)
        }
    }

    private static func run() throws {
        ParentDeath.killThisProcess()
        MemoryReuse.enable()
        let confinement = try confinement()
        // Confine the process before a library starts a thread, because the kernel confines only the calling thread and
        // the threads that it starts later.
        let protection = try confinement?.apply(libraryFolder: LibVips.folder) ?? Protection()
        // Ignore these signals. A service manager can send SIGINT, SIGTERM, and SIGHUP to every process of a unit, but
        // only the parent decides when a worker ends. If a file exceeds the maximum size (`ulimit -f`), SIGXFSZ would
        // kill the worker. If the worker ignores this signal, the write fails instead, and the worker reports the
        // error.
        for number in [SIGINT, SIGTERM, SIGHUP, SIGXFSZ] { signal(number, SIG_IGN) }
        let outcomes = try WorkerStream.reservingStandardOutput()
        let checksLeaks = ProcessInfo.processInfo.environment["IMAGEKIT_WORKER_CHECK_LEAKS"] != nil
        try LibVips.start(checkLeaks: checksLeaks)
        // `keepCompiledCodeInMemory` sets TMPDIR to an unusable path. Programs (`exec`) inherit TMPDIR, so do not
        // change it for a worker that runs programs.
        if confinement?.runsPrograms == false { LibVips.keepCompiledCodeInMemory() }
        defer { LibVips.shutdown() }
        if CommandLine.arguments.dropFirst().first == "query" {
            let query = try WireFormat.decode(Query.self, from: readLine() ?? "")
            return try outcomes.write(WireFormat.encode(Answer(to: query, protection)) + "\n")
        }
        var identity: LibVipsIdentity? = .loaded
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
                (outcome.libvips, identity) = (identity, nil)
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
