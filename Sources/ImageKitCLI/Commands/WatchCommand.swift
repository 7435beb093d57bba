import ArgumentParser
import Files
import JSON
import Operations
import Planning
import Registry

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Makes images whenever their sources change, until it is stopped.",
        discussion: """
            Watches the source folders of the matching generators. When a source is saved, makes its images if the \
            strategy of their generator contains on_source_saved, as "Optimistic" does. At the start, makes missing \
            images. With --requests, also makes the images that a Django site requests. Requires Linux. Patterns match \
            ids as in generateimages. Exits with 143 on SIGTERM and with 130 on Ctrl-C.
            """
    )

    @Argument(help: ArgumentHelp("Ids of generators.", valueName: "pattern"))
    var patterns: [String] = []

    @OptionGroup var registryOption: RegistryOption

    @Option(
        help: ArgumentHelp("Time without changes before the images of a source are made.", valueName: "seconds")
    )
    var settle = 0.5

    @Option(
        help: ArgumentHelp(
            "Also scan all folders at this interval, for network file systems.",
            valueName: "seconds"
        )
    )
    var rescan: Double?

    @Flag(help: "Also make the images that a Django site requests in its spool folder.")
    var requests = false

    @Flag(name: .customLong("no-catch-up"), help: "Do not make images that are missing at the start.")
    var noCatchUp = false

    @OptionGroup var batch: BatchOptions

    func validate() throws {
        if let rescan, !(rescan > 0 && rescan < 1_000_000) {
            throw ValidationError("--rescan \(rescan): use a number of seconds above 0 and below 1000000.")
        }
        guard settle >= 0, settle < 1_000_000 else {
            throw ValidationError("--settle \(settle): use a number of seconds of at least 0 and below 1000000.")
        }
    }

    #if os(Linux)
        func run() async throws {
            let registry = try registryOption.load(batch.limits)
            let status = try await withSignals { try await watchAll(registry) }
            guard status == .success else { throw status.code }
        }

        /// Watches sources and, with `--requests`, also requests. If one watch ends, the other one ends too. There is
        /// one exception: if no strategy contains `on_source_saved`, the watch of requests continues.
        private func watchAll(_ registry: Registry) async throws -> ExitStatus {
            guard requests else { return try await watch(registry) }
            return try await withThrowingTaskGroup(of: ExitStatus?.self) { group in
                group.addTask { try await watchRequests(registry) }
                group.addTask {
                    do {
                        return try await watch(registry)
                    } catch WatchError.nothingOnSourceSaved {
                        return nil
                    }
                }
                defer { group.cancelAll() }
                for try await status in group {
                    if let status { return status }
                }
                return .success
            }
        }

        private func watchRequests(_ registry: Registry) async throws -> ExitStatus {
            do {
                let (quiet, verbose) = (batch.quiet, batch.verbose)
                let images = batch.report(for: registry)
                let watch = RequestWatch(registry, batch.generation(of: Selection()), report: images) { notice in
                    if !quiet || notice.kind == .failure { report(notice, isVerbose: verbose) }
                }
                try await watch.run(started: reportStart(of:)) { write($0, verbose) }
                return .success
            } catch {
                reportEnd(error)
                return ExitStatus(endedBy: error)
            }
        }

        private func reportStart(of folder: String) {
            switch batch.logFormat {
            case .json:
                let event: JSONText = [
                    "event": "watching", "time": .string(UTCTime.now.description), "requests": .string(folder),
                ]
                StandardStream.output.writeLine(event.text)
            case .text where !batch.quiet:
                StandardStream.error.writeMessage("watching \(folder) for requests")
            case .text: break
            }
        }

        private func write(_ event: RequestWatch.Event, _ isVerbose: Bool) {
            switch batch.logFormat {
            case .json: StandardStream.output.writeLine(event.json(at: .now).text)
            case .text:
                switch event.status {
                case .made: if isVerbose { StandardStream.output.writeMessage("made \(event.name)") }
                case .refused:
                    if isVerbose {
                        StandardStream.output.writeMessage("refused \(event.name) (no generator makes it)")
                    }
                case .failed(let failure): StandardStream.error.report("error", "\(event.name): \(failure.message)")
                }
            }
        }

        private func watch(_ registry: Registry) async throws -> ExitStatus {
            do {
                var options = Watch.Options()
                options.patterns = patterns
                options.settle = .seconds(settle)
                options.rescan = rescan.map { .seconds($0) }
                options.catchesUp = !noCatchUp
                let (quiet, verbose) = (batch.quiet, batch.verbose)
                let watch = try Watch(registry, options) { notice in
                    if !quiet || notice.kind == .failure { report(notice, isVerbose: verbose) }
                }
                try await watch.run { folders in
                    reportStart(folders, watch.generators)
                } make: { selection in
                    try await make(selection, of: watch.registry)
                }
                return .success
            } catch WatchError.nothingOnSourceSaved where requests {
                throw WatchError.nothingOnSourceSaved([])
            } catch {
                reportEnd(error)
                return ExitStatus(endedBy: error)
            }
        }

        private func reportStart(_ folders: Int, _ generators: [String]) {
            switch batch.logFormat {
            case .json:
                let event: JSONText = [
                    "event": "watching", "time": .string(UTCTime.now.description), "folders": .integer(folders),
                    "generators": .array(generators.map { .string($0) }),
                ]
                StandardStream.output.writeLine(event.text)
            case .text where !batch.quiet:
                let ids = generators.joined(separator: ", ")
                StandardStream.error.writeMessage("watching \(counted(folders, "folder")) for \(ids)")
            case .text: break
            }
        }

        /// Makes the selected images. Each call uses a new report, because a report prints each failure message only
        /// once. So a failure that occurs again is printed again.
        private func make(_ selection: Selection, of registry: Registry) async throws {
            let options = batch.generation(of: selection)
            let report = batch.report(for: registry)
            try report.finish(try await Generation(registry: registry, options: options, report: report).run())
        }
    #else
        func run() throws {
            throw ValidationError(
                "watch needs inotify, which only Linux has: run imagekit generateimages from cron or launchd instead."
            )
        }
    #endif
}
