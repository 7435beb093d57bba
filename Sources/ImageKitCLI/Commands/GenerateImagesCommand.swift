import ArgumentParser
import Operations
import Planning
import Queues
import Registry

struct GenerateImagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generateimages",
        abstract: "Makes every missing or out-of-date image of the matching generators.",
        discussion: """
            Patterns select generators by their ids. Segments of an id are separated by colons. * matches within a \
            segment, and ** matches across segments. A pattern also matches ids with further segments: "a" matches \
            "a", "a:b", and "a:b:c". Without a pattern, all generators run.

            Exits with 0 if everything requested exists. Exits with 1 if an image failed (all other images are made), \
            if a source folder could not be read, or if --check found images to make. A failure that an earlier run \
            reported is counted, but its message is not repeated. Other codes are 64 for wrong usage, 65 for an \
            invalid registry, and 75 if another run holds the lock, and --no-wait was given or the time of --wait is \
            over.
            """
    )

    @Argument(help: ArgumentHelp("Ids of generators.", valueName: "pattern"))
    var patterns: [String] = []

    @OptionGroup var registryOption: RegistryOption

    @Flag(name: .shortAndLong, help: "Regenerate up-to-date images too.")
    var force = false

    @Flag(help: "Read every image, and regenerate the images whose content has changed.")
    var verify = false

    @Flag(help: "Also regenerate up-to-date images that can show a fault of an earlier imagekit version.")
    var outdated = false

    @Flag(name: [.customShort("n"), .long], help: "List the images that would be made, and write nothing.")
    var dryRun = false

    @Flag(help: "Write nothing. Exit with 1 if an image is missing or out of date.")
    var check = false

    @Option(help: ArgumentHelp("Process only sources whose name matches this glob.", valueName: "glob"))
    var onlySource: String?

    @Option(
        help: ArgumentHelp(
            "Process only part K of N of the sources. auto reads K and N from the variables of a scheduler.",
            valueName: "K/N"
        )
    )
    var shard: ShardArgument?

    @Option(
        help: ArgumentHelp(
            "Share the state with other machines in a bucket, such as s3://bucket/states. Default: "
                + "IMAGEKIT_SHARED_STATE.",
            valueName: "address"
        ),
        transform: { try Setting.sharedState.assignment(ofArgument: $0) }
    )
    var state: SettingAssignment?

    @Option(
        help: ArgumentHelp("Make no further images after this time, such as 90s, 10m, or 1h30m.", valueName: "duration")
    )
    var timeBudget: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "Make no images: send bundles of sources to a queue, such as redis://host:6379/1, so that imagekit work "
                + "makes their images. env:NAME uses the address in a variable.",
            valueName: "address"
        ),
        transform: { try QueueArgument(argument: $0) }
    )
    var enqueue: QueueArgument?

    @Option(help: "Average number of sources in a bundle that --enqueue sends. Default: 100.")
    var bundleSize: Int?

    @Flag(help: "Stop at the first image that fails.")
    var failFast = false

    @Flag(help: "Do not exit with 1 because of failures that an earlier run reported.")
    var onlyNewFailures = false

    @OptionGroup var lock: LockOption

    @Option(help: ArgumentHelp("Write a JSON file that describes every image of the run.", valueName: "path"))
    var manifest: String?

    @Option(help: "Show a progress bar: auto, always, or never.")
    var progress = ProgressMode.auto

    @OptionGroup var batch: BatchOptions

    func validate() throws {
        _ = try shard?.shard(processEnvironment)
        if manifest?.isEmpty == true { throw ValidationError("--manifest is empty: give the path of a file.") }
        if manifest == "-" {
            throw ValidationError("--manifest -: use a path; the path of standard output is /dev/stdout.")
        }
        if let bundleSize, bundleSize < 1 {
            throw ValidationError("--bundle-size \(bundleSize): the minimum is 1.")
        }
        if bundleSize != nil && enqueue == nil { throw ValidationError("--bundle-size is an option of --enqueue.") }
        if enqueue != nil, excludesEnqueue {
            throw ValidationError(
                "--enqueue makes no images: it cannot be combined with --dry-run, --check, --fail-fast, --manifest, "
                    + "--shard, --state, or --time-budget."
            )
        }
        if manifest != nil && (dryRun || check) {
            throw ValidationError(
                "--manifest describes existing images: it cannot be combined with --dry-run or --check."
            )
        }
    }

    /// Whether an option is given that has no effect with `--enqueue`.
    private var excludesEnqueue: Bool {
        dryRun || check || failFast || manifest != nil || shard != nil || state != nil || timeBudget != nil
    }

    func run() async throws {
        // The budget includes the time to read the registry. This can take long, because the reader can start a worker,
        // which checks calls of libvips operations.
        let deadline = timeBudget.map { ContinuousClock.now + $0.duration }
        let registry = try registryOption.load(forNamesOnly: dryRun && !check, batch.limits, sharedState: state)
        if let manifest { try registry.checkOutputFile(of: "--manifest", at: manifest) }
        var reportOptions = batch.reportOptions(for: registry, progress: progress)
        reportOptions.manifest = manifest
        reportOptions.countsRepeatedFailures = true
        reportOptions.acceptsRepeatedFailures = onlyNewFailures
        let report = BatchReport(options: reportOptions, settings: registry.settings)
        var options = try options
        options.deadline = deadline
        let generation = Generation(registry: registry, options: options, report: report)
        let patience =
            registry.settings.sharedState == nil ? SignalThread.shortPatience : SignalThread.patienceForUploads
        let status = try await withSignals(patience: patience) { try await runReporting(generation, report) }
        guard status == .success else { throw status.code }
    }

    private func runReporting(_ generation: Generation, _ report: BatchReport) async throws -> ExitStatus {
        do {
            if let enqueue { return try await send(generation, to: enqueue.address, report) }
            let summary = try await generation.runSharingState()
            try report.finish(summary)
            if report.mentionsHints, generation.shouldMentionOutdated() { report.hint(Self.outdatedHint) }
            let failed = onlyNewFailures ? summary.failures.newImages : summary.failed
            return failed > 0 || summary.lacksSources || summary.isStateUnshared || (check && summary.wouldGenerate > 0)
                ? .incomplete : .success
        } catch {
            report.stop(error)
            return ExitStatus(endedBy: error)
        }
    }

    private func send(
        _ generation: Generation,
        to address: QueueAddress,
        _ report: BatchReport
    ) async throws -> ExitStatus {
        let queue = PatientQueue(BundleQueue(address), limit: PatientQueue.limitOfBatches) {
            report.warning($0, isEveryday: false)
        }
        let summary = try await generation.enqueue(to: queue, size: bundleSize ?? 100)
        report.finish(summary, queue: address.text)
        let failed = onlyNewFailures ? summary.plan.failures.newImages : summary.plan.failed
        return failed > 0 || summary.plan.lacksSources || summary.dead > 0 ? .incomplete : .success
    }

    private static let outdatedHint =
        "images that an earlier version made can show faults that are fixed now: imagekit status counts these images, "
        + "and imagekit generateimages --outdated makes them again"

    private var options: GenerationOptions {
        get throws {
            var options = batch.generation(of: Selection(patterns: patterns, onlySource: onlySource))
            options.selection.shard = try shard?.shard(processEnvironment)
            options.isDryRun = dryRun || check
            options.force = force
            options.verify = verify
            options.remakesOutdated = outdated
            options.failFast = failFast
            options.patience = lock.patience
            return options
        }
    }
}
