import ArgumentParser

/// The option `--no-wait` of the commands that wait for the lock of the cache folder, except `watch`.
struct LockOption: ParsableArguments {
    @Flag(name: .customLong("no-wait"), help: "Exit with 75 instead of waiting for another run.")
    var noWait = false

    var waits: Bool { !noWait }
}
