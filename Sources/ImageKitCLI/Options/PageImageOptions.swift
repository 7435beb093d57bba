import ArgumentParser
import Operations
import Workers

/// The options of `render` and `html` for the images of their pages.
struct PageImageOptions: ParsableArguments {
    @OptionGroup var jobs: JobsOption

    @OptionGroup var limits: LimitOptions

    @OptionGroup var lock: LockOption

    var generation: GenerationOptions {
        var options = GenerationOptions(runners: WorkerProcesses(environment: processEnvironment))
        options.jobs = jobs.count
        options.patience = lock.patience
        return options
    }
}
