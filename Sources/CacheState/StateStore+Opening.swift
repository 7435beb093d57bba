import Files
import Foundation
import GRDB
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension StateStore {
    /// Opens the state for reading; nil if it does not exist or is unusable.
    /// - Parameter wait: how long to wait for other processes, in seconds.
    /// - Throws: `NewerStateError`, and `UnusableStateError` if the state cannot be read now, for example because another
    ///   process still locks it after the wait.
    static func openForReading(
        _ path: String,
        names: CacheFileNames = CacheFileNames(below: ""),
        wait: TimeInterval = 10
    ) throws -> StateStore? {
        // A state that cannot be read now must not count as missing. Without the records, outdated images would be
        // adopted.
        func ifUsable<T>(_ read: () throws -> T) throws -> T? {
            do {
                return try read()
            } catch let error as DatabaseError where error.isTemporary(.last) {
                throw UnusableStateError(path: path, error, systemError: .last)
            } catch {
                return nil
            }
        }
        let files = suffixes.map { path + $0 }
        guard access(path, F_OK) == 0, files.allSatisfy(SpecialFileError.isOrdinary) else { return nil }
        try refuseNewer(path)
        recoverJournal(path)
        // If there is a write-ahead log, the file can lack changes. If there is a rollback journal, the file can
        // contain unfinished changes. So in both cases, do not compare the file with the seal.
        if !hasLog(path), hasBrokenSeal(path) { return nil }
        let opened = try ifUsable { try StateStore(path: path, readonly: true, names: names, wait: wait) }
        guard let store = opened else { return nil }
        guard store.version <= Self.version else { throw NewerStateError(path: path, version: store.version) }
        guard store.version >= StateSchema.oldest, try ifUsable({ try store.isForeign }) == false else {
            return nil
        }
        return store
    }

    /// Rejects the state of a newer version. Newer versions keep the layout of the header and the seal, so that this
    /// version can distinguish the state of a newer version from a damaged state.
    /// - Throws: `NewerStateError`.
    static func refuseNewer(_ path: String) throws(NewerStateError) {
        let newer = StateConnection.reading(path) { () -> Int32? in
            guard let found = StateHeader.read(StateHeader.version, of: path), found > version,
                StateHeader.isDatabase(path), !StateSeal.isBroken(path)
            else { return nil }
            return found
        }
        if let newer { throw NewerStateError(path: path, version: Int(newer)) }
    }

    /// Returns false while this process has a connection to the state, because the seal was checked before.
    private static func hasBrokenSeal(_ path: String) -> Bool {
        StateConnection.reading(path) { StateSeal.isBroken(path) } ?? false
    }

    /// Opens the state for writing, and creates it if it does not exist or is unusable.
    /// - Parameters:
    ///   - sync: waits until cache files are on the disk; nil if this process makes no files for the state.
    ///   - gate: coordinates the processes that write this state; nil if no other process can write it.
    /// - Throws: `NewerStateError`, `UnusableStateError`, `CacheTreeBusyError`, and database errors.
    static func openForWriting(
        _ path: String,
        _ journal: Journal = .writeAhead,
        names: CacheFileNames = CacheFileNames(below: ""),
        sync: CacheFileSync? = nil,
        gate: StateGate? = nil
    ) throws -> StateStore {
        let isOnlyWriter = try gate?.enter() ?? true
        try refuseNewer(path)
        func opened(_ journal: Journal?, wait: TimeInterval = 10) throws -> StateStore {
            do {
                if journal != nil { share(path) }
                return try StateStore(path: path, readonly: false, names: names, wait: wait)
                    .prepared(journal, sync, gate)
            } catch let error as DatabaseError where !error.isCorruption {
                throw UnusableStateError(path: path, error, systemError: .last)
            }
        }
        // If another process has the state open, that process has already prepared it, so keep the journal mode.
        guard isOnlyWriter else { return try opened(nil) }
        recoverJournal(path)
        if hasBrokenSeal(path) { discard(path) }
        let store: StateStore
        do {
            store = try opened(journal, wait: 1)
        } catch is DatabaseError {
            // The file is corrupt or is not a state, so create a new one.
            discard(path)
            store = try opened(journal)
        } catch let error as UnusableStateError where error.isLocked && !hasLog(path) {
            // Other processes are reading the state, and their locks prevent this process from writing. Without a log,
            // the file is complete, so replace it with a copy: these processes continue to read the former file, and
            // this process writes to the copy.
            try replaceByCopy(path)
            store = try opened(journal)
        }
        try gate?.share()
        return store
    }

    /// Permits the group to write to the state if the group can write to its folder. SQLite gives its additional files
    /// the permissions of the database.
    private static func share(_ path: String) {
        guard isSharedWithGroup(Files.folder(ofFile: path)) else { return }
        // Create the file now, so that the group can write to it before SQLite creates additional files.
        makeEmptyFile(path)
        for suffix in suffixes { shareWithGroup(path + suffix) }
    }

    /// Recovers the log of a killed run, if there is one. A log is a write-ahead log or a rollback journal. The
    /// recovery requires a connection that can write.
    static func recoverJournal(_ path: String) {
        // Do not wait (`wait: 0`): the log can belong to an active run. In this case, the log must stay.
        guard hasLog(path),
            let store = try? StateStore(path: path, readonly: false, names: CacheFileNames(below: ""), wait: 0)
        else { return }
        store.close()
    }

    private static func hasLog(_ path: String) -> Bool {
        ["-wal", "-journal"].contains { access(path + $0, F_OK) == 0 }
    }
}
