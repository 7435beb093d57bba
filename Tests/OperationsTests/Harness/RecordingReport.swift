import Synchronization

@testable import Operations
@testable import Planning
@testable import Registry

/// Records everything that an operation reports.
final class RecordingReport: GenerationReport {
    private struct Record {
        var events: [ImageEvent] = []
        var problems: [String] = []
        var started: Int?
        var added = 0
    }

    private let record = Mutex(Record())

    let wantsFresh = true
    func image(_ event: ImageEvent) { record.withLock { $0.events.append(event) } }
    func problem(_ message: String) { record.withLock { $0.problems.append(message) } }
    func warning(_ message: String, isEveryday: Bool) {}
    func waiting() {}
    func started(images: Int) { record.withLock { $0.started = images } }
    func planned(images: Int) { record.withLock { $0.added += images } }

    var events: [ImageEvent] { record.withLock(\.events) }
    var problems: [String] { record.withLock(\.problems) }
    /// The announced number of images. It is nil if no batch started.
    var started: Int? { record.withLock(\.started) }
    /// The number of images that were announced after the batch started.
    var added: Int { record.withLock(\.added) }

    /// The sorted lines, one for each image: `generator source: status`.
    var lines: [String] {
        events.map { event in
            let status =
                switch event.status {
                case .generated(_, let reason, _): "generated (\(reason.rawValue))"
                case .fresh: "fresh"
                case .failed(let failure): "failed (\(failure.code.rawValue))"
                case .wouldGenerate(let reason): "would generate (\(reason.rawValue))"
                }
            return "\(event.generator) \(event.origin.key): \(status)"
        }.sorted()
    }
}
