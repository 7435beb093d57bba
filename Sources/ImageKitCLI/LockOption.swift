import ArgumentParser

/// `--no-wait`, an option of every command that takes the lock of the cache folder.
struct LockOption: ParsableArguments {
    @Flag(name: .customLong("no-wait"), help: "Exit with 75 instead of waiting for another run.")
    var noWait = false

    var waits: Bool { !noWait }
}
