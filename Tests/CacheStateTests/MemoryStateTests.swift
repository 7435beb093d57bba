import Testing

@testable import CacheState
@testable import Files

@Suite struct MemoryStateTests {
    static let made = CacheRecord(
        name: "a",
        naming: 7,
        digest: StateStoreTests.digest(1),
        state: .made(bytes: 1, image: nil)
    )

    @Test func readsBackWrittenRecords() throws {
        let state = MemoryState()
        state.write([.source("s", StateStoreTests.source(5))])
        state.write([.cacheFile(source: "s", CacheRecord(name: "a", naming: 7, digest: nil, state: .pending))])
        state.write([.cacheFile(source: "s", Self.made)])
        let found = try state.records(of: "s")
        #expect(found.source == StateStoreTests.source(5))
        #expect(found.files.map { "\($0)" } == ["\(Self.made)"])
        #expect(try state.records(of: "t").files.isEmpty)
        #expect(state.cacheFileNames() == [ByteName("a")])
    }

    @Test func namesDifferByTheirBytes() throws {
        let state = MemoryState()
        state.write([.source("e\u{301}", StateStoreTests.source(1)), .source("é", StateStoreTests.source(2))])
        #expect(try state.records(of: "e\u{301}").source == StateStoreTests.source(1))
    }

    @Test func deletesRecordsOfDeletedFiles() throws {
        let state = MemoryState()
        let call = OnDemandCall(generator: "g", source: "s", arguments: [])
        state.write([
            .source("s", StateStoreTests.source(5)), .cacheFile(source: "s", Self.made), .call(name: "a", call),
        ])
        #expect(state.onDemand() == [ByteName("a"): call])
        state.forget(["a"])
        #expect(try state.records(of: "s").source == nil && state.files(of: "s").isEmpty)
        #expect(state.onDemand().isEmpty)
    }
}
