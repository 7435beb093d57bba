import ArgumentParser
import CacheState
import Operations
import Planning
import SourceGroups

/// The meaning of the exit codes (the contract with cron and CI).
enum ExitStatus: Int32 {
    /// Everything requested exists.
    case success = 0
    /// Some images failed and the others were made, or `--check` found work to do.
    case incomplete = 1
    case wrongUsage = 64
    case invalidRegistry = 65
    /// Another run holds the lock, and `--no-wait` was given.
    case busy = 75
    case interrupted = 130
    case terminated = 143

    var code: ExitCode { ExitCode(rawValue) }

    /// The status of a command that an error ended early.
    init(endedBy error: any Error) {
        switch error {
        case is SelectionError, WatchError.nothingOnSourceSaved: self = .wrongUsage
        case is UnreadableSourceGroupError, is NameCollisionError: self = .invalidRegistry
        case UploadError.noMediaRoot: self = .invalidRegistry
        case is UploadError: self = .wrongUsage
        case is CacheTreeBusyError: self = .busy
        case is CancellationError: self = .interrupted
        default: self = .incomplete
        }
    }
}

/// Runs a command. Prints an error that ends it, and exits with its status.
func exitOnError<T>(_ work: () throws -> T) throws -> T {
    do {
        return try work()
    } catch {
        // A scheduled command reports a lock by its exit code.
        if !(error is CacheTreeBusyError) || StandardStream.error.isTerminal {
            StandardStream.error.report("error", error)
        }
        throw ExitStatus(endedBy: error).code
    }
}
