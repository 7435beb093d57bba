import ArgumentParser
import DjangoImport
import Operations
import Planning
import Registry

/// What the commands that make many images share: how they are made, and how that is reported.
struct BatchOptions: ParsableArguments {
    @Option(
        name: [.customShort("j", allowingJoined: true), .long],
        help: "How many images are made side by side. Default: the number of cores."
    )
    var jobs: Int?

    @OptionGroup var limits: LimitOptions

    @Option(help: "The form of what is reported: text, or json with one object a line.")
    var logFormat = LogFormat.text

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "List every image, the fresh ones too.")
    var verbose = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): at least 1 is needed.") }
        if quiet && verbose { throw ValidationError("--quiet and --verbose contradict each other: give one.") }
    }

    func generation(of selection: Selection) -> GenerationOptions {
        var options = GenerationOptions()
        options.selection = selection
        options.jobs = jobs ?? availableCores
        options.environment = processEnvironment
        return options
    }

    func report(for registry: Registry, progress: ProgressMode, manifest: String? = nil) -> BatchReport {
        BatchReport(
            options: BatchReport.Options(
                format: logFormat,
                progress: progress,
                verbosity: quiet ? .quiet : verbose ? .verbose : .normal,
                manifest: manifest,
                namesGenerators: registry.generators.count > 1
            ),
            settings: registry.settings
        )
    }
}

enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

enum ProgressMode: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
}
