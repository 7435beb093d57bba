import CacheState
import Planning
import SourceGroups

/// Whether an error that ends a command is printed. The exit code always reports it.
///
/// A held lock is an everyday case for a scheduled command: a message would make cron send a mail, although the user does
/// not have to act. So only a person gets it.
func needsMessage(_ error: any Error, isVerbose: Bool = false) -> Bool {
    switch error {
    case is CancellationError: false
    case is CacheTreeBusyError: isVerbose || StandardStream.error.isTerminal
    default: true
    }
}

/// Prints the error that ends a command, if a message is needed.
func reportEnd(_ error: any Error) {
    if needsMessage(error) { StandardStream.error.report("error", error) }
}

/// Prints a notice about the sources of a group. Only a person gets one about an everyday case.
func report(_ notice: SourceNotice, isVerbose: Bool = false) {
    switch notice.kind {
    case .failure: StandardStream.error.report("error", notice.message)
    case .everyday where !isVerbose && !StandardStream.error.isTerminal: break
    case .warning, .everyday: StandardStream.error.report("warning", notice.message)
    }
}
