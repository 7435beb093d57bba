import ArgumentParser

/// The option `--jobs` of the commands that make many images.
struct JobsOption: ParsableArguments {
    @Option(
        name: [.customShort("j", allowingJoined: true), .long],
        help: "Number of parallel workers. Default: the number of cores."
    )
    var jobs: Int?

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): the minimum is 1.") }
    }

    var count: Int { jobs ?? availableCores }
}
