import ArgumentParser
import CacheState
import Operations
import Planning
import SourceGroups

/// The exit codes of all commands. Do not change their meaning, because cron jobs and CI depend on it.
enum ExitStatus: Int32, CaseIterable {
    /// The command did everything that was requested. There are two exceptions: `--time-budget` ended the run, or
    /// `--only-new-failures` accepted a failure.
    case success = 0
    /// An error ended the command, or its result is incomplete: for example, an image failed and the others were made,
    /// sources could not be read, or `--check` found work to do.
    case incomplete = 1
    case wrongUsage = 64
    case invalidRegistry = 65
    /// Another run holds the lock of the cache folder or makes the requested image, and `--no-wait` was given or the
    /// time of `--wait` is over.
    case busy = 75
    case interrupted = 130
    case terminated = 143

    var code: ExitCode { ExitCode(rawValue) }

    /// The meaning for the manual page.
    var meaning: String {
        switch self {
        case .success:
            "The command did everything that was requested, unless --time-budget ended the run or --only-new-failures "
                + "accepted a failure."
        case .incomplete:
            "An image failed and the others were made, --check found images to make, or an error ended the command."
        case .wrongUsage: "Wrong usage."
        case .invalidRegistry:
            "The registry is not valid, two images would have the same cache file, or MEDIA_ROOT or a list, "
                + "query, program, or bucket of sources cannot be read."
        case .busy:
            "Another run holds the lock or makes the requested image, and --no-wait was given or the time of --wait is "
                + "over."
        case .interrupted: "Interrupted: finished images are kept."
        case .terminated: "Terminated: finished images are kept."
        }
    }

    /// Creates the status of a command that ended early because of `error`.
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

/// Runs `work`. If `work` throws an error, prints the error and throws the exit code for it.
func exitOnError<T>(_ work: () throws -> T) throws -> T {
    do {
        return try work()
    } catch {
        reportEnd(error)
        throw ExitStatus(endedBy: error).code
    }
}

/// Runs asynchronous `work`. If `work` throws an error, prints the error and throws the exit code for it.
func exitOnError<T>(_ work: () async throws -> T) async throws -> T {
    do {
        return try await work()
    } catch {
        reportEnd(error)
        throw ExitStatus(endedBy: error).code
    }
}
