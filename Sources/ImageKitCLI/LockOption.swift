import ArgumentParser

/// `--no-wait`, of every command that takes the lock of the cache folder.
struct LockOption: ParsableArguments {
    @Flag(name: .customLong("no-wait"), help: "Exit with 75 instead of waiting while another run is at work.")
    var noWait = false

    var waits: Bool { !noWait }
}
