/// Sources of which there was news, until they are left alone.
///
/// A source is looked at when nothing was heard of it for a while. Whoever may ask the kernel learns whether somebody
/// still writes to it; where the kernel does not tell, a source that was closed is whole, and one of which nobody knows
/// is taken for whole when it looks the same twice.
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
        var isClosed: Bool
        /// At the last look.
        var stamp: FileStamp?
    }

    private var entries: [String: Entry] = [:]
    /// Those that were taken out to be looked at.
    private var looks: [String: Entry] = [:]
    private let settle: Duration
    private let pause: Duration

    /// - Parameters:
    ///   - settle: how long nothing must be heard of a source.
    ///   - pause: between two looks at one that may be written to.
    init(settle: Duration, pause: Duration = .seconds(2)) {
        self.settle = settle
        self.pause = max(settle, pause)
    }

    // MARK: - News

    /// Somebody made it or writes to it.
    mutating func touched(_ name: String, at now: Instant) {
        entries[name] = Entry(due: now + settle, isClosed: false)
    }

    /// Its writer is done, or it came from elsewhere.
    mutating func closed(_ name: String, at now: Instant) {
        entries[name] = Entry(due: now + settle, isClosed: true)
    }

    /// It is there, and nobody knows since when.
    mutating func found(_ name: String, at now: Instant) {
        if entries[name] == nil { entries[name] = Entry(due: now, isClosed: false) }
    }

    mutating func gone(_ name: String) { entries[name] = nil }

    // MARK: - Looks

    /// When the next one is to be looked at.
    var nextDue: Instant? { entries.values.map(\.due).min() }

    /// Takes out those that are to be looked at now.
    mutating func takeDue(at now: Instant, atMost count: Int) -> [String] {
        let due = entries.filter { $0.value.due <= now }
            .sorted { $0.value.due == $1.value.due ? precedesInBytes($0.key, $1.key) : $0.value.due < $1.value.due }
            .prefix(count)
        for (name, entry) in due {
            entries[name] = nil
            looks[name] = entry
        }
        return due.map(\.key)
    }

    /// - Returns: whether it is whole; if not it will be looked at again, unless there is nothing.
    mutating func looked(_ name: String, _ look: Look, at now: Instant) -> Bool {
        guard let entry = looks.removeValue(forKey: name) else { return false }
        // What was heard of it meanwhile counts for more.
        guard entries[name] == nil else { return false }
        switch look {
        case .nothing: return false
        case .whole: return true
        case .unknown(let stamp) where entry.isClosed || entry.stamp == stamp: return true
        case .unknown(let stamp): entries[name] = Entry(due: now + pause, isClosed: false, stamp: stamp)
        case .beingWritten: entries[name] = Entry(due: now + pause, isClosed: false)
        }
        return false
    }
}
