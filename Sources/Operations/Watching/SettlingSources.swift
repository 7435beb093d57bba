import DjangoImport
import Files

/// Sources of which there was news, until they are left alone.
///
/// A source is looked at when nothing was heard of it for a while. Whoever may ask the kernel learns whether somebody
/// still writes to it. Where the kernel does not tell, a source that was closed is whole; one that stays as it is for a
/// while is taken for whole, a long while where somebody was heard writing, for his close would be heard too.
struct SettlingSources {
    typealias Instant = ContinuousClock.Instant

    /// What a look at a source shows.
    enum Look: Equatable {
        /// Nobody writes to it.
        case whole
        case beingWritten
        /// The kernel does not tell; the file as it is now.
        case unknown(FileStamp)
        /// There is no file, or nothing in it yet.
        case nothing
    }

    private struct Entry {
        var due: Instant
        /// Whether its last writer is known to be done.
        var isClosed = false
        /// Whether somebody was heard writing.
        var hasWriter = false
        /// At the last look, and since when it is the same.
        var stamp: FileStamp?
        var stableSince: Instant?
    }

    private var entries: [ByteName: Entry] = [:]
    /// Those that were taken out to be looked at.
    private var looks: [ByteName: Entry] = [:]
    private let settle: Duration
    private let pause: Duration
    private let patience: Duration

    /// - Parameters:
    ///   - settle: how long nothing must be heard of a source.
    ///   - pause: between two looks at one that may be written to; as long it stays as it is before it is whole.
    ///   - patience: how long it stays as it is where a writer was heard.
    init(settle: Duration, pause: Duration = .seconds(2), patience: Duration = .seconds(60)) {
        self.settle = settle
        self.pause = max(settle, pause)
        self.patience = max(self.pause, patience)
    }

    // MARK: - News

    /// It has come, and nobody knows whether it is whole.
    mutating func created(_ name: String, at now: Instant) {
        entries[ByteName(name)] = Entry(due: now + settle, hasWriter: entries[ByteName(name)]?.hasWriter ?? false)
    }

    /// Somebody writes to it.
    mutating func written(_ name: String, at now: Instant) {
        entries[ByteName(name)] = Entry(due: now + settle, hasWriter: true)
    }

    /// Its writer is done, or it came from elsewhere.
    mutating func closed(_ name: String, at now: Instant) {
        entries[ByteName(name)] = Entry(due: now + settle, isClosed: true)
    }

    /// It is there, and nobody knows since when.
    mutating func found(_ name: String, at now: Instant) {
        if entries[ByteName(name)] == nil { entries[ByteName(name)] = Entry(due: now) }
    }

    mutating func gone(_ name: String) { entries[ByteName(name)] = nil }

    // MARK: - Looks

    /// When the next one is to be looked at.
    var nextDue: Instant? { entries.values.map(\.due).min() }

    /// Takes out those that are to be looked at now.
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

    /// - Returns: whether it is whole; if not it will be looked at again, unless there is nothing.
    mutating func looked(_ name: String, _ look: Look, at now: Instant) -> Bool {
        guard let entry = looks.removeValue(forKey: ByteName(name)) else { return false }
        // What was heard of it meanwhile counts for more.
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
