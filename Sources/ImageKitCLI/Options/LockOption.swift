import ArgumentParser
import Files

/// The options `--no-wait` and `--wait`. Every command that can wait for the lock of the cache folder has these
/// options, except the commands that run until they are stopped: `watch`, `serve`, and `work`.
struct LockOption: ParsableArguments {
    @Flag(name: .customLong("no-wait"), help: "Exit with 75 instead of waiting for another run.")
    var noWait = false

    @Option(
        help: ArgumentHelp("Exit with 75 after waiting this long for another run, such as 5s.", valueName: "duration")
    )
    var wait: DurationArgument?

    func validate() throws {
        if noWait && wait != nil {
            throw ValidationError("--no-wait and --wait contradict each other: use only one.")
        }
    }

    var patience: LockPatience { noWait ? .none : wait.map { .atMost($0.duration) } ?? .unlimited }
}
