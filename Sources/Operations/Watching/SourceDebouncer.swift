import DjangoImport
import Files

/// Changed sources that are not yet complete.
///
/// A source is checked when it had no events for a while. If a lease can be taken, the file has no writer. If the
/// kernel does not support this, a source is complete after its writer closed it, or after it was unchanged for a
/// while. If a writer was seen, this time is longer, because its close event would arrive too.
struct SourceDebouncer {
    typealias Instant = ContinuousClock.Instant

    /// The result of a check of a source.
    enum Look: Equatable {
        /// It has no writer.
        case whole
        case beingWritten
        /// It is unknown whether it has a writer; the stamp of the file now.
        case unknown(FileStamp)
        /// The file does not exist or is empty.
        case nothing
    }

    private struct Entry {
        var due: Instant
        /// Whether its last writer closed it.
        var isClosed = false
        /// Whether a writer was seen.
        var hasWriter = false
        /// The stamp at the last check, and since when it is unchanged.
        var stamp: FileStamp?
        var stableSince: Instant?
    }

    private var entries: [ByteName: Entry] = [:]
    /// Sources that are being checked.
    private var looks: [ByteName: Entry] = [:]
    private let settle: Duration
    private let pause: Duration
    private let patience: Duration

    /// - Parameters:
    ///   - settle: how long a source must have no events.
    ///   - pause: the time between two checks of one that may have a writer. If it is unchanged for this time, it is
    ///     complete.
    ///   - patience: the same time if a writer was seen.
    init(settle: Duration, pause: Duration = .seconds(2), patience: Duration = .seconds(60)) {
        self.settle = settle
        self.pause = max(settle, pause)
        self.patience = max(self.pause, patience)
    }

    // MARK: - News

    /// It appeared, and it is unknown whether it is complete.
    mutating func created(_ name: String, at now: Instant) {
        entries[ByteName(name)] = Entry(due: now + settle, hasWriter: entries[ByteName(name)]?.hasWriter ?? false)
    }

    /// It is being written.
    mutating func written(_ name: String, at now: Instant) {
        entries[ByteName(name)] = Entry(due: now + settle, hasWriter: true)
    }

    /// Its writer closed it, or it was moved here.
    mutating func closed(_ name: String, at now: Instant) {
        entries[ByteName(name)] = Entry(due: now + settle, isClosed: true)
    }

    /// It was found, and its age is unknown.
    mutating func found(_ name: String, at now: Instant) {
        if entries[ByteName(name)] == nil { entries[ByteName(name)] = Entry(due: now) }
    }

    mutating func gone(_ name: String) { entries[ByteName(name)] = nil }

    // MARK: - Looks

    /// The time of the next check.
    var nextDue: Instant? { entries.values.map(\.due).min() }

    /// Takes the sources that must be checked now.
    mutating func takeDue(at now: Instant, atMost count: Int) -> [String] {
        let due = entries.filter { $0.value.due <= now }
            .sorted {
                $0.value.due == $1.value.due ? precedesInBytes($0.key.text, $1.key.text) : $0.value.due < $1.value.due
            }
            .prefix(count)
        for (name, entry) in due {
            entries[name] = nil
            looks[name] = entry
        }
        return due.map(\.key.text)
    }

    /// - Returns: whether it is complete. Otherwise it is checked again, unless it does not exist.
    mutating func looked(_ name: String, _ look: Look, at now: Instant) -> Bool {
        guard let entry = looks.removeValue(forKey: ByteName(name)) else { return false }
        // Newer events take precedence.
        guard entries[ByteName(name)] == nil else { return false }
        switch look {
        case .nothing: return false
        case .whole: return true
        case .unknown where entry.isClosed: return true
        case .unknown(let stamp):
            let since = entry.stamp == stamp ? entry.stableSince ?? now : now
            if now - since >= (entry.hasWriter ? patience : pause) { return true }
            entries[ByteName(name)] = Entry(
                due: now + pause,
                hasWriter: entry.hasWriter,
                stamp: stamp,
                stableSince: since
            )
        case .beingWritten: entries[ByteName(name)] = Entry(due: now + pause, hasWriter: true)
        }
        return false
    }
}
