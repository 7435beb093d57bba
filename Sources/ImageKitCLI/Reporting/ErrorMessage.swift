import CacheState
import Planning
import SourceGroups

/// Returns whether the error that ended a command is printed. The exit code reports the error even if the error is not
/// printed.
///
/// When a scheduled command starts, another run often holds the lock of the cache folder. The user does not have to act
/// in this case, but cron would send a mail with the message about the lock. So this message is printed only to a
/// terminal, or if `isVerbose` is true.
func needsMessage(_ error: any Error, isVerbose: Bool = false) -> Bool {
    switch error {
    case is CancellationError: false
    // The signal that cancels a command also ends the programs of source groups.
    case is UnreadableSourceGroupError: !Task.isCancelled
    case is CacheTreeBusyError: isVerbose || StandardStream.error.isTerminal
    default: true
    }
}

/// Prints the error that ends a command, if a message is needed.
func reportEnd(_ error: any Error) {
    if needsMessage(error) { StandardStream.error.report("error", error) }
}

/// Prints a notice about the sources of a group. An everyday notice is printed only to a terminal, or if `isVerbose` is
/// true.
func report(_ notice: SourceNotice, isVerbose: Bool = false) {
    switch notice.kind {
    case .failure: StandardStream.error.report("error", notice.message)
    case .everyday where !isVerbose && !StandardStream.error.isTerminal: break
    case .warning, .everyday: StandardStream.error.report("warning", notice.message)
    }
}
