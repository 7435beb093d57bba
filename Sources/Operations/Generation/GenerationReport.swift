import Files
import SourceGroups

/// Receives the events of a run, from several threads concurrently.
package protocol GenerationReport: Sendable {
    /// Whether fresh images are reported. There can be many of them.
    var wantsFresh: Bool { get }
    func image(_ event: ImageEvent)
    /// Called for a failure that does not concern a single image, such as a folder that cannot be read.
    func problem(_ message: String)
    /// - Parameter isEveryday: whether the warning needs no action. Commands print such a warning only on a terminal or
    ///   with `--verbose`.
    func warning(_ message: String, isEveryday: Bool)
    /// Called before the run waits for another run.
    func waiting()
    /// Called before the first image is made, with the number of images that the run makes.
    func started(images: Int)
    /// Called each time the plan adds images after the call of `started`, with the number of added images.
    func planned(images: Int)
    /// Called if the cache of a Django site could not be updated.
    /// - Parameter message: the reason, and what the site does with its outdated cache.
    func siteIsNotNotified(_ message: String)
}

extension GenerationReport {
    package func planned(images: Int) {}

    package func siteIsNotNotified(_ message: String) { warning(message, isEveryday: true) }

    /// Returns how to wait for another run; nil if the run must not wait.
    package func waiting(_ patience: LockPatience) -> LockWait? { LockWait(patience) { self.waiting() } }

    /// Reports a notice about the sources of a group as a problem or as a warning.
    package func notice(_ notice: SourceNotice) {
        switch notice.kind {
        case .failure: problem(notice.message)
        case .warning, .everyday: warning(notice.message, isEveryday: notice.kind == .everyday)
        }
    }
}
