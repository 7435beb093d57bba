import ArgumentParser

/// `--timeout`, of every command that makes images.
struct TimeoutOption: ParsableArguments {
    @Option(name: .customLong("timeout"), help: ArgumentHelp("How long one image may take.", valueName: "seconds"))
    var seconds = 60.0

    func validate() throws {
        guard seconds > 0, seconds < 1_000_000 else {
            throw ValidationError("--timeout \(seconds): give a number of seconds above 0 and below 1000000.")
        }
    }

    var duration: Duration { .seconds(seconds) }
}
