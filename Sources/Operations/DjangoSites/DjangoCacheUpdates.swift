import DjangoCache
import Files
import Planning
import Registry
import Synchronization

/// The changes that one command makes to the keys of cache files in a Django site's cache.
///
/// A deleted file must not keep its key, because pages that use the file would fail. The following rules ensure this
/// even if a command is killed or the server does not answer:
/// - Before a command makes or deletes files, it creates a journal, which contains the names of the files to delete. It
///   deletes the journal when the server has confirmed that the keys of these files are deleted.
/// - A key is written after its file is durable and recorded, and before the command releases its lock of the cache
///   folder. If the file does not exist after the key is written, the key is deleted again.
/// - Later commands take over the journals of ended commands, and delete the keys of files that do not exist. They also
///   forget the mark (`DjangoCacheMark`), because an ended command possibly did not write the keys of its new images.
///   Without a mark, the next run writes the keys of all images.
final class DjangoCacheUpdates: Sendable {
    private enum Change {
        case exists(String)
        case deleted(String)
    }

    private struct State {
        var changes: [Change] = []
        /// The number of changes at the start of `changes` that are sent already.
        var sent = 0
        var isSending = false
        /// The number of changes that the server has not confirmed.
        var unconfirmed = (keys: 0, deletions: 0)
        /// The reason why changes were not made. If the cache only had no room for some keys (`isPartial`), the command
        /// continues to send changes. After any other reason, it sends no more changes.
        private(set) var failure: DjangoCacheError?
        var journal: DjangoCacheJournal?
        /// The names in the journal that the command has not passed to `deleted` yet.
        var announced: Set<ByteName> = []
        /// The reason why the journal is missing or incomplete; nil if it is complete.
        var journalError: (any Error)?
        /// The journals of ended commands.
        var formerJournals: [DjangoCacheJournal] = []
        /// Whether the command is cancelled, so that it must not continue to write the keys of all images.
        var isCancelled = false

        /// Returns the next changes; nil if there are no more.
        mutating func takeChanges(atMost count: Int) -> [Change]? {
            let taken = Array(changes[sent...].prefix(count))
            sent += taken.count
            // A removal from the start of the array moves all later changes. So remove at least half of the changes at
            // a time. Then the average cost of a change stays constant.
            if sent * 2 >= changes.count {
                changes.removeFirst(sent)
                sent = 0
            }
            if taken.isEmpty { isSending = false }
            return taken.isEmpty ? nil : taken
        }

        var hasFailed: Bool { failure.map { !$0.isPartial } ?? false }

        mutating func record(_ error: DjangoCacheError) { failure = failure?.joined(with: error) ?? error }
    }

    private let settings: Settings
    private let sender: DjangoCacheSender
    private let mark: DjangoCacheMark
    /// The maximum number of keys in one request.
    private let batch: Int
    private let state = Mutex(State())

    /// - Returns: nil if the registry does not name the cache of a site.
    init?(_ settings: Settings) {
        guard let setting = settings.djangoCache, let sender = DjangoCacheSender.of(settings) else { return nil }
        self.settings = settings
        self.sender = sender
        mark = DjangoCacheMark(settings)
        batch = DjangoCache.batch(setting)
    }

    // MARK: - Changes

    /// Creates the journal if this command has none yet. The folder of the state must exist.
    func prepare() {
        state.withLock { state in
            guard state.journal == nil else { return }
            do {
                state.journal = try DjangoCacheJournal.create(in: settings.privateFolder)
            } catch {
                state.journalError = error
            }
        }
    }

    /// Adds the names of files to the journal before the files are deleted.
    func willDelete(_ names: [String]) {
        guard !names.isEmpty else { return }
        prepare()
        state.withLock { state in
            state.announced.formUnion(names.map { ByteName($0) })
            // Ignore an error until the end, because it has no effect if the server confirms the deletions.
            do { try state.journal?.add(names) } catch { state.journalError = error }
        }
    }

    /// Deletes the keys of files that do not exist. Does not wait. It is unknown whether a file in a bucket exists, so
    /// the keys of such files are always deleted. After `willDelete`, call this function with the same names, also if
    /// some of the files were not deleted.
    func deleted(_ names: [String]) {
        state.withLock { $0.announced.subtract(names.map { ByteName($0) }) }
        let gone = names.filter { isGone($0) ?? true }
        add(gone.map(Change.deleted)) { $0.unconfirmed.deletions += gone.count }
    }

    /// Writes the keys of files that are durable. Does not wait.
    func exists(_ names: [String]) {
        add(names.map(Change.exists)) { $0.unconfirmed.keys += names.count }
    }

    /// Records that the command made files whose keys it cannot write. So the next run writes the keys of all images.
    func recordUnwrittenKeys() { state.withLock { $0.unconfirmed.keys += 1 } }

    private func add(_ changes: [Change], _ count: (inout State) -> Void) {
        guard !changes.isEmpty else { return }
        let starts = state.withLock { state in
            state.changes += changes
            count(&state)
            defer { state.isSending = true }
            return !state.isSending
        }
        if starts { sender.async { self.send() } }
    }

    /// Sends the changes until there are no more.
    private func send() {
        while true {
            guard let changes = state.withLock({ $0.takeChanges(atMost: batch) }) else { return }
            // The last change of a name counts.
            var exists: [ByteName: Bool] = [:]
            for change in changes {
                switch change {
                case .exists(let name): exists[ByteName(name)] = true
                case .deleted(let name): exists[ByteName(name)] = false
                }
            }
            let isDone = send(
                existing: exists.filter(\.value).map(\.key.text),
                deleted: exists.filter { !$0.value }.map(\.key.text)
            )
            guard isDone else { continue }
            state.withLock { state in
                for change in changes {
                    switch change {
                    case .exists: state.unconfirmed.keys -= 1
                    case .deleted: state.unconfirmed.deletions -= 1
                    }
                }
            }
        }
    }

    /// - Returns: whether the server confirmed all changes, except keys for which the cache has no room.
    private func send(existing: [String] = [], deleted: [String] = []) -> Bool {
        guard request({ try $0.forget(deleted) }) else { return false }
        let isWritten = request { cache in
            do {
                try cache.setExisting(existing)
            } catch let error as DjangoCacheError where error.isPartial {
                state.withLock { $0.record(error) }
            }
        }
        guard isWritten else { return false }
        // Another command can have deleted a file and its key before this command wrote the key. So delete the keys of
        // files that do not exist now. The other keys are correct: every command deletes a file before its key, so a
        // command that deletes one of these files later also deletes the key.
        let gone = existing.filter { isGone($0) ?? false }
        return request { try $0.forget(gone) }
    }

    /// - Parameter body: sends at most one request.
    /// - Returns: false if this request or an earlier request failed.
    private func request(_ body: (DjangoCache) throws -> Void) -> Bool {
        guard !state.withLock(\.hasFailed) else { return false }
        do throws(DjangoCacheError) {
            try sender.send(body)
            return true
        } catch {
            state.withLock { $0.record(error) }
            return false
        }
    }

    /// Whether a cache file does not exist; nil if this is unknown, because the file is in a bucket.
    private func isGone(_ name: String) -> Bool? {
        settings.hasLocalFiles ? FileStamp(path: settings.cachePath(of: name)) == nil : nil
    }

    // MARK: - Earlier commands

    /// Takes over the journals of ended commands. Does not wait.
    func takeOver() {
        let journals = DjangoCacheJournal.abandoned(in: settings.privateFolder)
        guard !journals.isEmpty else { return }
        mark.forget()
        state.withLock { $0.formerJournals = journals }
        // The folder of the journals can come from another person, so ignore names outside the cache folder.
        deleted(journals.flatMap(\.names).filter { Settings.name(of: $0, below: settings.cachefileDir) != nil })
    }

    /// Forgets the mark if the cache does not contain it, because then keys are probably missing too. Does not wait.
    func checkMark() {
        guard let value = mark.value else { return }
        sender.async { [self] in
            _ = request { if try !$0.contains(mark: value) { mark.forget() } }
        }
    }

    /// Whether the cache lacks keys of images that earlier runs made, for example because the server was restarted.
    /// After a failed request, the result is false, because this command sends no more changes.
    func lacksKeys() async -> Bool {
        await wait()
        return mark.value == nil && !state.withLock(\.hasFailed)
    }

    /// Writes the keys of all images, and the mark. If this fails, the next run does the same again.
    func writeKeys(of images: ExistingImages) async {
        sender.async { [self] in try? writeAllKeys(images) }
        await withTaskCancellationHandler {
            await wait()
        } onCancel: {
            state.withLock { $0.isCancelled = true }
        }
    }

    private func writeAllKeys(_ images: ExistingImages) throws {
        let losses = mark.losses
        var names: [String] = []
        try images.forEach { name in
            names.append(name)
            guard names.count == batch else { return }
            guard !state.withLock(\.isCancelled), send(existing: names) else { throw CancellationError() }
            names = []
        }
        guard send(existing: names) else { return }
        _ = request { cache in
            do {
                try mark.renew(after: losses) { try cache.write(mark: $0) }
            } catch let error as DjangoCacheError where error.isPartial {
                // The cache has no room for the mark. Ignore this error, because its only effect is that the next run
                // finds no mark and writes all keys again.
            }
        }
    }

    // MARK: - The end

    private func wait() async {
        do throws(DjangoCacheError) { try await sender.wait() } catch { state.withLock { $0.record(error) } }
    }

    /// Waits until all changes are made, and reports why some are not.
    func finish(_ report: any GenerationReport) async {
        await wait()
        let end = state.withLock { state in
            defer { (state.journal, state.announced, state.formerJournals) = (nil, [], []) }
            return state
        }
        // For a file without a key, the site looks for the file itself. So missing keys need no journal. Only forget
        // the mark, so that the next run writes all keys. Deletions need their journals until the server has confirmed
        // all of them.
        if end.unconfirmed.keys > 0 { mark.forget() }
        if end.unconfirmed.deletions == 0 {
            end.formerJournals.forEach { $0.discard() }
            // If `announced` contains names, their files can already be deleted. Then keep the journal, so that a later
            // command examines these files.
            if end.announced.isEmpty { end.journal?.discard() }
        }
        guard let reason = end.failure else { return }
        let failure = DjangoCacheFailure(
            reason: reason,
            undeleted: end.unconfirmed.deletions,
            journalError: end.journalError.map { "\($0)" }
        )
        report.siteIsNotNotified("\(failure)")
    }
}
