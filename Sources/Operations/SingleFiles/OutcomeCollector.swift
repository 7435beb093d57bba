import Files
import Planning
import Synchronization
import WorkerProtocol

/// Collects the result of each image of a batch for single-file commands, and forwards the messages.
final class OutcomeCollector: GenerationReport {
    private let report: any GenerationReport
    private let events = Mutex<[ByteName: ImageEvent.Status]>([:])

    private let stop = Mutex<Outcome.Failure?>(nil)

    init(_ report: any GenerationReport) { self.report = report }

    /// The result of the cache file with this name; nil if the batch did not report it.
    subscript(name: String) -> ImageEvent.Status? { events.withLock { $0[ByteName(name)] } }

    /// The reason why the images without a result were not made; nil if the batch did not end early.
    var failureOfRest: Outcome.Failure? {
        get { stop.withLock(\.self) }
        set { stop.withLock { $0 = newValue } }
    }

    var wantsFresh: Bool { false }
    func image(_ event: ImageEvent) { events.withLock { $0[ByteName(event.name)] = event.status } }
    func problem(_ message: String) { report.problem(message) }
    func warning(_ message: String, isEveryday: Bool) { report.warning(message, isEveryday: isEveryday) }
    func waiting() { report.waiting() }
    func started(images: Int) {}
    func siteIsNotNotified(_ message: String) { report.siteIsNotNotified(message) }
}
