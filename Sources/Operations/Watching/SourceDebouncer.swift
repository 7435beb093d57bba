import Files

/// Collects changed sources until they are complete.
///
/// A source is checked after it had no events for the time `settle`. If the check can take a lease (`WriterProbe`), the
/// file has no writer, so the source is complete. If the kernel refuses the lease because the file has a writer, the
/// source is checked again later. If the kernel does not support leases for the file, the source is complete after its
/// writer closed it, or after the source was unchanged for the time `pause`. If a writer was seen, the longer time
/// `patience` replaces `pause`, because the kernel usually reports when the writer closes the file.
struct SourceDebouncer {
    typealias Instant = ContinuousClock.Instant

    /// The result of a check of a source.
    enum Look: Equatable {
        /// The file has no writer.
        case whole
        case beingWritten
        /// It is unknown whether the file has a writer. The value is the file's stamp at the time of the check.
        case unknown(FileStamp)
        /// The file does not exist or is empty.
        case nothing
    }

    private struct Entry {
        var due: Instant
        /// Whether the last writer closed the file.
        var isClosed = false
        /// Whether a writer was seen.
        var hasWriter = false
        /// The stamp at the last check.
        var stamp: FileStamp?
        /// The time of the first check that found `stamp`.
        var stableSince: Instant?
    }

    private var entries: [ByteName: Entry] = [:]
    /// Sources that are being checked.
    private var looks: [ByteName: Entry] = [:]
    private let settle: Duration
    private let pause: Duration
    private let patience: Duration

    /// - Parameters:
    ///   - settle: how long a source must have no events before it is checked.
    ///   - pause: the time between two checks of a source that may have a writer. If the source is unchanged for this
    ///     time, and no writer was seen, the source is complete.
    ///   - patience: the time for which a source must be unchanged if a writer was seen.
    init(settle: Duration, pause: Duration = .seconds(2), patience: Duration = .seconds(60)) {
        self.settle = settle
        self.pause = max(settle, pause)
        self.patience = max(self.pause, patience)
    }

    // MARK: - Events

    /// The source appeared. It is unknown whether it is complete.
    mutating func created(_ name: String, at now: Instant) {
        entries[ByteName(name)] = Entry(due: now + settle, hasWriter: entries[ByteName(name)]?.hasWriter ?? false)
    }

    /// A process writes to the source.
    mutating func written(_ name: String, at now: Instant) {
        entries[ByteName(name)] = Entry(due: now + settle, hasWriter: true)
    }

    /// The writer of the source closed it, or a complete file was moved to its path.
    mutating func closed(_ name: String, at now: Instant) {
        entries[ByteName(name)] = Entry(due: now + settle, isClosed: true)
    }

    /// A scan found the source. It is checked immediately, because it may have had no events for a long time.
    mutating func found(_ name: String, at now: Instant) {
        if entries[ByteName(name)] == nil { entries[ByteName(name)] = Entry(due: now) }
    }

    mutating func gone(_ name: String) { entries[ByteName(name)] = nil }

    // MARK: - Checks

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

    /// Handles the result of a check.
    /// - Returns: whether the source is complete. If it can have a writer, it is checked again.
    mutating func looked(_ name: String, _ look: Look, at now: Instant) -> Bool {
        guard let entry = looks.removeValue(forKey: ByteName(name)) else { return false }
        // An event that arrived during the check has already scheduled another check.
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
