import ArgumentParser
import Files
import JSON
import Operations
import Planning
import Queues
import Registry
import Synchronization

struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Makes the images of the bundles that generateimages --enqueue sent to a queue, until it is stopped.",
        discussion: """
            Any number of workers on any machines can use one queue. A worker takes one bundle at a time, and removes \
            the bundle from the queue after its images are stored. If a worker is killed, another worker takes its \
            bundle when the lease is over. After --tries tries, a bundle becomes a dead letter, which "imagekit status \
            --queue" lists. If the server of the queue is not available, the worker prints a warning, and tries again \
            until the server is available. With --until-empty, it gives up after 5 minutes. --server-timeout sets \
            another time, also without --until-empty. All machines need the same registry and the same sources.

            On SIGTERM and on Ctrl-C, the worker gives its bundle back, and exits with 143 or 130. Exits with 1 if an \
            error ended the work, such as a full disk or a server that does not answer in time, or if --until-empty was \
            given and an image failed.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Address of the queue, such as redis://host:6379/1, or env:NAME for the address in a variable.",
            valueName: "address"
        ),
        transform: { try QueueArgument(argument: $0) }
    )
    var queue: QueueArgument

    @OptionGroup var registryOption: RegistryOption

    @Flag(help: "Exit when the queue is empty and no other worker has a bundle.")
    var untilEmpty = false

    @Flag(help: "First put the dead letters back into the queue.")
    var retryDead = false

    @Option(
        help: ArgumentHelp(
            "Time after which another worker takes the bundle of a killed worker. Default: 1m.",
            valueName: "duration"
        )
    )
    var lease: DurationArgument?

    @Option(help: "Number of tries after which a bundle becomes a dead letter.")
    var tries = 3

    @Option(
        help: ArgumentHelp(
            "Exit with 1 if the server of the queue is not available for this long. Default: 5m with --until-empty; "
                + "without --until-empty, there is no limit.",
            valueName: "duration"
        )
    )
    var serverTimeout: DurationArgument?

    @OptionGroup var batch: BatchOptions

    func validate() throws {
        if tries < 1 { throw ValidationError("--tries \(tries): the minimum is 1.") }
        if let lease, lease.duration < .seconds(1) { throw ValidationError("--lease: the minimum is 1s.") }
    }

    func run() async throws {
        // Report errors of the registry before a bundle is taken.
        _ = try registryOption.load(batch.limits)
        let status = try await withSignals { try await work() }
        guard status == .success else { throw status.code }
    }

    private func work() async throws -> ExitStatus {
        let limit = serverTimeout?.duration ?? (untilEmpty ? PatientQueue.limitOfBatches : nil)
        let quiet = batch.quiet
        let queue = PatientQueue(BundleQueue(self.queue.address), limit: limit) {
            if !quiet { StandardStream.error.report("warning", $0) }
        }
        var options = QueueWork.Options()
        if let lease { options.lease = lease.duration }
        options.tries = tries
        options.endsIfEmpty = untilEmpty
        let failed = Mutex(0)
        do {
            if retryDead { try await queue.retryDeadLetters() }
            try await QueueWork(queue, options).run { bundle in
                let made = try await make(bundle)
                failed.withLock { $0 += made.summary.failed }
                return made
            } ended: {
                write($0)
            }
            return failed.withLock(\.self) == 0 ? .success : .incomplete
        } catch {
            reportEnd(error)
            return ExitStatus(endedBy: error)
        }
    }

    /// Makes the images of a bundle. Reads the registry again, because the command can run for months and the registry
    /// can change in this time.
    private func make(_ bundle: Bundle) async throws -> (summary: GenerationSummary, registry: Registry) {
        let registry: Registry
        do {
            registry = try registryOption.load(batch.limits)
        } catch is ExitCode {
            throw InvalidRegistryError()
        }
        var options = batch.generation(of: Selection(patterns: bundle.patterns, sources: bundle.sources))
        options.selection.shard = bundle.shard
        options.force = bundle.options.contains(.force)
        options.verify = bundle.options.contains(.verify)
        options.remakesOutdated = bundle.options.contains(.outdated)
        let report = batch.report(for: registry)
        let summary = try await Generation(registry: registry, options: options, report: report).runDurably()
        try report.finish(summary)
        return (summary, registry)
    }

    private func write(_ event: QueueWork.Event) {
        switch batch.logFormat {
        case .json: StandardStream.output.writeLine(event.json(at: .now).text)
        case .text: if batch.verbose { StandardStream.output.writeMessage(event.sentence) }
        }
    }
}

/// The registry changed after the start of a worker, and has errors now.
private struct InvalidRegistryError: Error, CustomStringConvertible {
    var description: String { "the registry is not valid: see imagekit validate" }
}

extension QueueWork.Event {
    fileprivate func json(at time: UTCTime) -> JSONText {
        var (name, reason): (String, String?) = ("finished", nil)
        switch status {
        case .finished: break
        case .interrupted: name = "interrupted"
        case .failed(let text): (name, reason) = ("failed", text)
        }
        return .object(omittingNil: [
            "event": "bundle", "time": .string(time.description), "id": .string(bundle.id),
            "status": .string(name), "sources": .integer(bundle.bundle?.sources.count ?? 0),
            "try": .integer(bundle.tries), "reason": reason.map { .string($0) },
        ])
    }

    fileprivate var sentence: String {
        let sources = counted(bundle.bundle?.sources.count ?? 0, "source")
        let subject = "bundle \(bundle.id) (\(sources), try \(bundle.tries))"
        switch status {
        case .finished: return "finished \(subject)"
        case .interrupted: return "gave back \(subject)"
        case .failed(let reason): return "did not finish \(subject): \(reason)"
        }
    }
}
