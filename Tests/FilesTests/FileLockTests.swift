import Testing
import TestSupport

@testable import Files

@Suite struct FileLockTests {
    private let folder = TemporaryFolder()

    private func take(create: Bool = true) throws -> FileLock? {
        try FileLock.take(folder.path("lock"), shared: false, create: create, waiting: nil)
    }

    @Test func isNewOnlyForTheFirstOwner() throws {
        let first = try #require(try take())
        #expect(first.isNew)
        first.release()
        let second = try #require(try take())
        #expect(!second.isNew)
    }

    @Test func isNotCreatedUnlessRequested() throws {
        #expect(try take(create: false) == nil)
        #expect(FileStamp(path: folder.path("lock")) == nil)
    }

    @Test func hasOneOwner() throws {
        let owner = try #require(try take())
        #expect(throws: FileLock.BusyError.self) { try take() }
        owner.release()
        #expect(try take() != nil)
    }
}
