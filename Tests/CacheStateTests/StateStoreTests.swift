import Foundation
import GRDB
import ImageSpecs
import Registry
import SystemPackage
import Testing
import TestSupport
import WorkerProtocol

@testable import CacheState
@testable import Files

@Suite struct StateStoreTests {
    let folder = TemporaryFolder()

    var path: String { folder.path("state.sqlite3") }

    static func digest(_ byte: UInt8) -> ContentDigest {
        .repeating(byte)
    }

    static func source(_ byte: UInt8) -> SourceRecord {
        SourceRecord(stamp: FileStamp(size: Int(byte), modified: 2, changed: 3, inode: 4), digest: digest(byte))
    }

    static let image = Outcome.MadeImage(width: 10, height: 8, bytes: 99, format: .webp)

    @Test func readsBackEveryState() throws {
        let records = [
            CacheRecord(
                name: "a",
                naming: 7,
                digest: Self.digest(1),
                state: .made(bytes: 99, image: ImageDescription(Self.image))
            ),
            CacheRecord(name: "b", naming: 7, digest: Self.digest(2), state: .made(bytes: 7, image: nil)),
            CacheRecord(name: "c", naming: 7, digest: nil, state: .pending),
            CacheRecord(
                name: "d",
                naming: -7,
                digest: Self.digest(3),
                state: .failed(Outcome.Failure(code: .corruptSource, message: "cut off\nhere"), limits: 8)
            ),
        ]
        let store = try StateStore.openForWriting(path)
        try store.write([.source("s", Self.source(5))] + records.map { .cacheFile(source: "s", $0) })
        store.close()
        let reader = try #require(try StateStore.openForReading(path))
        defer { reader.close() }
        try reader.read(StatePart()) { state in
            let found = try state.records(of: "s")
            #expect(found.source == Self.source(5))
            #expect(found.files.map { "\($0)" } == records.map { "\($0)" })
        }
    }

    @Test func readsBackTheArgumentsOfACall() throws {
        let arguments: [[String]] = [
            [], ["title=A"], ["title=A\nB", "width=7"], ["title=\n\nA\n B\n", "note=a\r", "width=7"],
            ["title=1\r\n2", "note="],
        ]
        let calls = arguments.map { OnDemandCall(generator: "g", source: "a.png", arguments: $0) }
        let store = try StateStore.openForWriting(path)
        defer { store.close() }
        try store.write(calls.enumerated().map { .call(name: "\($0)", $1) })
        let read = try store.onDemand()
        for (index, call) in calls.enumerated() { #expect(read[ByteName("\(index)")] == call) }
    }

    /// A stamp means that all images exist, so any later change must clear it.
    @Test func anyWriteClearsTheStampOfImages() throws {
        let store = try StateStore.openForWriting(path)
        defer { store.close() }
        func stamps() throws -> [Int?] {
            try store.read(StatePart()) { [try $0.source("s").images, try $0.source("t").images] }
        }
        let file = CacheRecord(name: "s/a", naming: 7, digest: Self.digest(1), state: .made(bytes: 1, image: nil))
        let other = CacheRecord(name: "t/a", naming: 7, digest: Self.digest(1), state: .made(bytes: 1, image: nil))
        try store.write([
            .source("s", Self.source(1)), .cacheFile(source: "s", file), .source("t", Self.source(2)),
            .cacheFile(source: "t", other),
        ])
        #expect(try stamps() == [nil, nil])
        for change in [StateChange.cacheFile(source: "s", file), .source("s", Self.source(3))] {
            try store.write([.images(source: "s", stamp: 5), .images(source: "t", stamp: -6)])
            #expect(try stamps() == [5, -6])
            try store.write([change])
            #expect(try stamps() == [nil, -6])
        }
        let second = CacheRecord(name: "s/b", naming: 8, digest: nil, state: .pending)
        try store.write([.cacheFile(source: "s", second), .images(source: "s", stamp: 5)])
        #expect(try stamps() == [5, -6])
        try store.forget(["s/b"])
        #expect(try stamps() == [nil, -6])
    }

    /// The reader requests all sources, but the files of only some sources. It must skip the files of the other
    /// sources.
    @Test(arguments: [1, 3, 20]) func skipsSourcesWhoseFilesAreNotNeeded(step: Int) throws {
        let store = try StateStore.openForWriting(path)
        defer { store.close() }
        let names = (100..<200).map { "photos/\($0).jpg" }
        for (index, name) in names.enumerated() {
            let files = (0..<4).map { file in
                CacheRecord(name: "\(name)/\(file)", naming: index, digest: nil, state: .pending)
            }
            try store.write([.source(name, Self.source(1))] + files.map { .cacheFile(source: name, $0) })
        }
        try store.read(StatePart()) { state in
            for (index, name) in names.enumerated() {
                #expect(try state.source(name).source == Self.source(1))
                guard index % step == 0 else { continue }
                let files = try state.files(of: name)
                #expect(files.count == 4 && files.allSatisfy { $0.naming == index })
            }
            #expect(try state.files(of: "photos/2").isEmpty)
        }
    }

    @Test func laterRecordsReplaceEarlierOnes() throws {
        let store = try StateStore.openForWriting(path)
        defer { store.close() }
        try store.write([.cacheFile(source: "s", CacheRecord(name: "a", naming: 7, digest: nil, state: .pending))])
        let made = CacheRecord(name: "a", naming: 7, digest: Self.digest(1), state: .made(bytes: 1, image: nil))
        try store.write([.cacheFile(source: "s", made)])
        let found = try store.read(StatePart()) { try $0.records(of: "s") }
        #expect(found.files.map { "\($0)" } == ["\(made)"])
    }

    /// A run that does not list images needs no dimensions of images, so it does not read them.
    @Test func describesImagesOnRequest() throws {
        let store = try StateStore.openForWriting(path)
        defer { store.close() }
        let made = CacheRecord(
            name: "a",
            naming: 1,
            digest: Self.digest(1),
            state: .made(bytes: 99, image: ImageDescription(Self.image))
        )
        try store.write([.cacheFile(source: "s", made)])
        let found = try store.read(StatePart(describesImages: false)) { try $0.records(of: "s") }
        guard case .made(99, nil)? = found.files.first?.state else {
            Issue.record("\(found.files)")
            return
        }
    }

    /// Sources are requested in byte order, which differs from the order of Swift's strings.
    @Test func readsInByteOrderOfSources() throws {
        let names = ["Z", "a", "a b", "a-", "a.png", "a/b", "e\u{301}", "é", "\u{FF5E}", "\u{1F600}"]
        #expect(names == names.sorted(by: precedesInBytes))
        let store = try StateStore.openForWriting(path)
        defer { store.close() }
        for (index, name) in names.enumerated().reversed() {
            let file = CacheRecord(name: "f", naming: 7, digest: nil, state: .pending)
            try store.write([.source(name, Self.source(UInt8(index))), .cacheFile(source: name, file)])
        }
        try store.read(StatePart()) { state in
            #expect(try state.records(of: "A").source == nil)
            for (index, name) in names.enumerated() where index % 3 != 1 {
                let found = try state.records(of: name)
                #expect(found.source == Self.source(UInt8(index)))
                #expect(found.files.count == 1)
            }
            #expect(try state.records(of: "\u{1F601}").files.isEmpty)
        }
    }

    @Test func isASingleFileWhenClosed() throws {
        let store = try StateStore.openForWriting(path)
        try store.write([.source("s", Self.source(1))])
        store.close()
        #expect(FileStamp(path: path + "-wal") == nil)
        #expect(FileStamp(path: path + "-shm") == nil)
    }

    @Test(arguments: ["junk that is no database", ""]) func replacesUnusableFiles(_ content: String) throws {
        folder.write("state.sqlite3", content)
        #expect(try StateStore.openForReading(path) == nil)
        let store = try StateStore.openForWriting(path)
        defer { store.close() }
        try store.write([.source("s", Self.source(1))])
        let found = try store.read(StatePart()) { try $0.records(of: "s") }
        #expect(found.source == Self.source(1))
    }

    /// SQLite does not detect a flipped bit in a record, so the seal must detect it.
    @Test func detectsEveryFlippedBit() throws {
        let store = try StateStore.openForWriting(path)
        let files = (0..<40).map { CacheRecord(name: "name-\($0)", naming: 7, digest: Self.digest(1), state: .pending) }
        try store.write([.source("s", Self.source(5))] + files.map { .cacheFile(source: "s", $0) })
        store.close()
        let whole = try #require(FileManager.default.contents(atPath: path))
        for offset in stride(from: 0, to: whole.count, by: 61) {
            var damaged = whole
            damaged[offset] ^= 1 << UInt8(offset & 7)
            try damaged.write(to: URL(filePath: path))
            guard let reader = try StateStore.openForReading(path) else { continue }
            // The seal does not cover these fields of the header, because sealing changes them.
            #expect((24..<28).contains(offset) || (92..<100).contains(offset), "byte \(offset)")
            #expect(try reader.read(StatePart()) { try $0.records(of: "s") }.files.count == 40)
            reader.close()
        }
        for length in stride(from: 0, to: whole.count, by: 1021) {
            try whole.prefix(length).write(to: URL(filePath: path))
            #expect(try StateStore.openForReading(path) == nil, "\(length) bytes")
        }
        let anew = try StateStore.openForWriting(path)
        defer { anew.close() }
        #expect(try anew.cacheFileNames().isEmpty)
    }

    /// Before version 5, the seal was another checksum. So a wrong seal makes a state invalid only from version 5 on.
    @Test(arguments: [(version: UInt8(4), isAccepted: true), (version: 5, isAccepted: false)])
    func checksTheSealFromVersion5(_ item: (version: UInt8, isAccepted: Bool)) throws {
        let store = try StateStore.openForWriting(path)
        try store.write([.source("s", Self.source(5))])
        if item.version == 4 {
            try store.prepare { db in
                try db.execute(sql: "DROP TABLE renderer; DROP TABLE mentioned")
                for column in ["renderer", "made", "reason", "tries", "spent"] {
                    try db.execute(sql: "ALTER TABLE cache_file DROP COLUMN \(column)")
                }
                for column in ["width", "height", "orientation"] {
                    try db.execute(sql: "ALTER TABLE source DROP COLUMN \(column)")
                }
            }
        }
        store.close()
        var bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
        #expect(bytes[60..<64] == [0, 0, 0, 9] && bytes[68..<72] != [0, 0, 0, 0])
        bytes[63] = item.version
        bytes.replaceSubrange(68..<72, with: [1, 2, 3, 4])
        try Data(bytes).write(to: URL(filePath: path))
        let reader = try StateStore.openForReading(path)
        #expect(try reader?.read(StatePart()) { try $0.source("s").source } == (item.isAccepted ? Self.source(5) : nil))
        reader?.close()
        // A writer keeps the records of an accepted state. It seals every state again.
        let writer = try StateStore.openForWriting(path)
        #expect(try (writer.read(StatePart()) { try $0.source("s").source } != nil) == item.isAccepted)
        writer.close()
        #expect(try StateStore.openForReading(path) != nil)
        let sealed = [UInt8](try #require(FileManager.default.contents(atPath: path)))
        #expect(sealed[63] == 9 && sealed[68..<72] != [1, 2, 3, 4])
    }

    /// A `made` record with a naming in use is read without its rendering. All other records are read completely.
    @Test func readsFewColumnsOfUnchangedRecords() throws {
        let store = try StateStore.openForWriting(path)
        defer { store.close() }
        let failed = CacheRecord.State.failed(Outcome.Failure(code: .timeout, message: "slow"), limits: 3)
        let made = CacheRecord.State.made(bytes: 99, image: ImageDescription(Self.image))
        let known = [("a", 7, made), ("b", 8, made), ("c", 7, failed), ("d", 7, .pending)].map { name, naming, state in
            CacheRecord(name: name, naming: naming, digest: Self.digest(1), state: state, rendering: 5)
        }
        try store.write(known.map { .cacheFile(source: "s", $0) } + [.cacheFile(source: "t", known[0])])
        let part = StatePart(describesImages: false, namings: [7])
        try store.read(part) { state in
            let found = try state.records(of: "s").files
            #expect(found.map(\.name) == ["a", "b", "c", "d"])
            #expect(found.map(\.naming) == [7, 8, 7, 7] && found.allSatisfy { $0.digest == Self.digest(1) })
            #expect(found.map(\.rendering) == [nil, 5, nil, nil])
            guard case .made(99, nil) = found[0].state, case .made(99, nil) = found[1].state else {
                Issue.record("\(found)")
                return
            }
            #expect("\(found[2].state)" == "\(failed)")
            #expect(try state.records(of: "t").files.map(\.name) == ["a"])
        }
    }

    /// In a folder that is shared with Django, `prune` deletes only files that imagekit made. So after a deletion that
    /// failed, the state must still prove this.
    @Test func aMarkedFileStillCountsAsMade() throws {
        let store = try StateStore.openForWriting(path)
        defer { store.close() }
        let states = [("a", .made(bytes: 99, image: nil)), ("b", .pending)] as [(String, CacheRecord.State)]
        for (name, state) in states {
            let record = CacheRecord(name: name, naming: 7, digest: Self.digest(1), state: state, renderer: 5)
            try store.write([.cacheFile(source: "s", record)])
        }
        try store.markPending(["a", "missing"])
        #expect(try store.madeFiles() == [ByteName("a"): 99])
        try store.read(StatePart()) { state in
            for record in try state.records(of: "s").files {
                guard case .pending = record.state else {
                    Issue.record("\(record)")
                    continue
                }
            }
        }
    }

    /// A state has no seal while a run writes the state, so a killed run leaves a state without a seal. The records
    /// must still be readable. Without them, old images would count as fresh.
    @Test func hasNoSealDuringWriting() throws {
        let store = try StateStore.openForWriting(path)
        try store.write([.source("s", Self.source(1))])
        store.close()
        let writer = try StateStore.openForWriting(path)
        try writer.write([.source("t", Self.source(2))])
        // Another process reads the state before the writer closes it.
        let reader = try #require(try StateStore.openForReading(path))
        #expect(try reader.read(StatePart()) { try $0.records(of: "t") }.source == Self.source(2))
        reader.close()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: folder.path("killed" + suffix))
        }
        writer.close()
        let killed = try #require(try StateStore.openForReading(folder.path("killed")))
        defer { killed.close() }
        #expect(try killed.read(StatePart()) { try $0.records(of: "t") }.source == Self.source(2))
    }

    /// The journal of a run that was killed after the state was opened for reading. SQLite ignores its content, because
    /// it does not start like a journal.
    @Test func readsBesideTheJournalOfAKilledRun() throws {
        let store = try StateStore.openForWriting(path, .rollback)
        try store.write([.source("s", Self.source(1))])
        store.close()
        let reader = try #require(try StateStore.openForReading(path))
        defer { reader.close() }
        folder.write("state.sqlite3-journal", "killed")
        #expect(try reader.failures().isEmpty)
        folder.write("state.sqlite3-journal", "killed")
        #expect(try reader.read(StatePart()) { try $0.records(of: "s") }.source == Self.source(1))
        #expect(FileStamp(path: path + "-journal") == nil)
    }

    #if os(Linux)
        /// When a process closes a file, the kernel releases the locks of the process on it. In the mode of the log,
        /// SQLite holds a shared lock of the byte 2^30 + 2 as long as the state is open.
        @Test func openingAStateAgainKeepsItsLocks() throws {
            let store = try StateStore.openForWriting(path)
            defer { store.close() }
            try store.write([.source("a", Self.source(1))])
            try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: folder.path)
            for path in [path, folder.path("link/state.sqlite3")] {
                try #require(try StateStore.openForReading(path)).close()
            }
            let other = try #require(try RangeLocks(path, create: false))
            #expect(try !other.take(1 << 30 + 2))
        }
    #endif

    /// If a locked state counted as missing, a run would adopt outdated images.
    @Test func aLockedStateIsNotMissing() throws {
        let store = try StateStore.openForWriting(path, .rollback)
        defer { store.close() }
        try store.prepare { db in
            try db.execute(sql: "BEGIN EXCLUSIVE")
            #expect(throws: UnusableStateError.self) { _ = try StateStore.openForReading(path, wait: 0) }
            try db.execute(sql: "ROLLBACK")
        }
    }

    @Test(
        arguments: [
            (.SQLITE_IOERR_READ, .ioError, true), (.SQLITE_IOERR_READ, .isDirectory, false),
            (.SQLITE_NOMEM, .noMemory, true),
            (.SQLITE_CANTOPEN, .tooManyOpenFiles, true), (.SQLITE_CANTOPEN, .permissionDenied, false),
            (.SQLITE_NOTADB, .tooManyOpenFiles, false),
        ] as [(ResultCode, Errno, Bool)]
    )
    func aStateThatCannotBeReadNowIsNotMissing(code: ResultCode, system: Errno, isTemporary: Bool) {
        #expect(DatabaseError(resultCode: code).isTemporary(system) == isTemporary)
    }

    @Test func theLackOfDescriptorsHasARemedy() {
        let error = DatabaseError(resultCode: .SQLITE_CANTOPEN)
        let text = UnusableStateError(path: "a", error, systemError: .tooManyOpenFiles).description
        #expect(text.hasSuffix("; raise the limit of open files (ulimit -n)"))
    }

    /// Without this error, a command would end with the exit code of a failure.
    @Test func aStateThatIsOpenedTooLongIsBusy() throws {
        let tree = CacheTree(settings: Settings(mediaRoot: folder.path))
        try tree.prepare()
        let first = try #require(StateGate(tree))
        #expect(try first.enter())
        let second = try #require(StateGate(tree, patience: .zero))
        #expect(throws: CacheTreeBusyError.self) { _ = try second.enter() }
    }

    @Test func doesNotExistBeforeTheFirstRun() throws {
        #expect(try StateStore.openForReading(path) == nil)
        #expect(FileStamp(path: path) == nil)
    }
}

extension ImageDescription: CustomStringConvertible {
    public var description: String { "\(image)" }
}
