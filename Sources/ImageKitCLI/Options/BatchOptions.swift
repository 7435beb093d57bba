import ArgumentParser
import Operations
import Planning
import Registry
import Workers

/// The common options of `generateimages`, `watch`, and `work`.
struct BatchOptions: ParsableArguments {
    @OptionGroup var jobs: JobsOption

    @OptionGroup var limits: LimitOptions

    @Option(help: "Format of the report: text, or json with one object per line.")
    var logFormat = LogFormat.text

    @Flag(help: "Start each line of text with the current time (RFC 3339, UTC).")
    var timestamps = false

    @Flag(help: "Print the summary even if standard error is not a terminal.")
    var summary = false

    @Flag(name: .shortAndLong, help: "Print only errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "List every image, including up-to-date images.")
    var verbose = false

    func validate() throws {
        if quiet && summary { throw ValidationError("--quiet and --summary contradict each other: use only one.") }
        if quiet && verbose { throw ValidationError("--quiet and --verbose contradict each other: use only one.") }
        // Set the value here, because the command can print a message before it creates a report.
        if timestamps && logFormat == .text { StandardStream.startsMessagesWithTime.withLock { $0 = true } }
    }

    func generation(of selection: Selection) -> GenerationOptions {
        var options = GenerationOptions(runners: WorkerProcesses(environment: processEnvironment))
        options.selection = selection
        options.jobs = jobs.count
        return options
    }

    /// Returns a report that also prints the failures that an earlier run reported, and shows no progress.
    func report(for registry: Registry) -> BatchReport {
        BatchReport(options: reportOptions(for: registry, progress: .never), settings: registry.settings)
    }

    /// Returns the options of a report that also prints the failures that an earlier run reported.
    func reportOptions(for registry: Registry, progress: ProgressMode) -> BatchReport.Options {
        BatchReport.Options(
            format: logFormat,
            progress: progress,
            verbosity: quiet ? .quiet : verbose ? .verbose : .normal,
            printsSummary: summary,
            namesGenerators: registry.generators.count > 1
        )
    }
}
