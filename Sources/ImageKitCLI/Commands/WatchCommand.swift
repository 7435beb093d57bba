import ArgumentParser
import ImageKitCore

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Makes images as their sources are saved, until it is stopped.",
        discussion: """
            Watches the folders of the matching generators' sources and makes the images of those whose cache file \
            strategy acts on_source_saved ("Optimistic"). First it catches up with what is missing. Needs Linux. \
            Patterns match ids as in generateimages. Ends with 143 on SIGTERM and 130 on Ctrl-C.
            """
    )

    @Argument(help: ArgumentHelp("Ids of generators.", valueName: "pattern"))
    var patterns: [String] = []

    @OptionGroup var registryOption: RegistryOption

    @Option(
        name: [.customShort("j", allowingJoined: true), .long],
        help: "How many images are made side by side. Default: the number of cores."
    )
    var jobs: Int?

    @OptionGroup var limits: LimitOptions

    @Option(
        help: ArgumentHelp("How long a source must be left alone before its images are made.", valueName: "seconds")
    )
    var settle = 0.5

    @Option(
        help: ArgumentHelp(
            "Look through all folders every so often too, for file systems that other machines write to.",
            valueName: "seconds"
        )
    )
    var rescan: Double?

    @Flag(name: .customLong("no-catch-up"), help: "Leave alone what is missing at the start.")
    var noCatchUp = false

    @Option(help: "The form of what is reported: text, or json with one object a line.")
    var logFormat = LogFormat.text

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "List every image, the fresh ones too.")
    var verbose = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): at least 1 is needed.") }
        if let rescan, !(rescan > 0 && rescan < 1_000_000) {
            throw ValidationError("--rescan \(rescan): give a number of seconds above 0 and below 1000000.")
        }
        guard settle >= 0, settle < 1_000_000 else {
            throw ValidationError("--settle \(settle): give a number of seconds from 0 to below 1000000.")
        }
        if quiet && verbose { throw ValidationError("--quiet and --verbose contradict each other: give one.") }
    }

    #if os(Linux)
        func run() async throws {
            let registry = try registryOption.load(limits)
            let status = try await withSignals { try await watch(registry) }
            guard status == .success else { throw status.code }
        }

        private func watch(_ registry: Registry) async throws -> ExitStatus {
            do {
                var options = Watch.Options()
                options.patterns = patterns
                options.settle = .seconds(settle)
                options.rescan = rescan.map { .seconds($0) }
                options.catchesUp = !noCatchUp
                let quiet = quiet
                let watch = try Watch(registry, options) { message in
                    if !quiet { StandardStream.error.writeLine("warning: \(message)".oneLine) }
                }
                try await watch.run { folders in
                    tellStart(folders, watch.generators)
                } make: { selection in
                    try await make(selection, of: watch.registry)
                }
                return .success
            } catch {
                if !(error is CancellationError) { StandardStream.error.writeLine("error: \(error)".oneLine) }
                return ExitStatus(endedBy: error)
            }
        }

        private func tellStart(_ folders: Int, _ generators: [String]) {
            switch logFormat {
            case .json:
                let event: JSONText = [
                    "event": "watching", "folders": .integer(folders),
                    "generators": .array(generators.map { .string($0) }),
                ]
                StandardStream.output.writeLine(event.text)
            case .text where !quiet:
                let ids = generators.joined(separator: ", ")
                StandardStream.error.writeLine("watching \(counted(folders, "folder")) for \(ids)".oneLine)
            case .text: break
            }
        }

        /// As `generateimages` does, with a report of its own: what failed an hour ago is told again.
        private func make(_ selection: Selection, of registry: Registry) async throws {
            var options = GenerationOptions()
            options.selection = selection
            options.jobs = jobs ?? availableCores
            options.environment = processEnvironment
            var reported = BatchReport.Options(
                format: logFormat,
                progress: .never,
                verbosity: quiet ? .quiet : verbose ? .verbose : .normal,
                manifest: nil
            )
            reported.namesGenerators = registry.generators.count > 1
            let report = BatchReport(options: reported, settings: registry.settings)
            try report.finish(try await Generation(registry: registry, options: options, report: report).run())
        }
    #else
        func run() throws {
            throw ValidationError(
                "watch needs inotify, which only Linux has: here, run imagekit generateimages from cron or launchd."
            )
        }
    #endif
}
