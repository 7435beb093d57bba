import Synchronization
import Testing
import WorkerProtocol

@testable import CacheState
@testable import Files

/// If a write fails, the run ends with the error of that write, even if later writes succeed.
@Suite struct StateWriterTests {
    struct DiskIsFull: Error, Equatable {
        let write: Int
    }

    /// A state in which some writes fail.
    final class FailingState: WritableState {
        private let failing: Set<Int>
        private let writes = Mutex<[Int]>([])

        /// - Parameter failing: the numbers of the writes that fail, counted from 1.
        init(failing: Set<Int>) { self.failing = failing }

        /// The number of changes of each successful write.
        var written: [Int] { writes.withLock { $0.filter { $0 > 0 } } }

        func write(_ changes: [StateChange]) throws {
            let number = writes.withLock { writes in
                writes.append(0)
                return writes.count
            }
            if failing.contains(number) { throw DiskIsFull(write: number) }
            writes.withLock { $0[number - 1] = changes.count }
        }

        func read<T>(_ part: StatePart, _ body: (any StateReading) throws -> T) throws -> T { try body(MemoryState()) }
        func onDemand() -> [ByteName: OnDemandCall] { [:] }
        func sources(ofCacheFile name: String) -> [String] { [] }
        func cacheFileNames() -> Set<ByteName> { [] }
        func madeFiles() -> [ByteName: Int] { [:] }
        func failures() -> [FailureKey: FailureRecord?] { [:] }
        func renderers() -> [Renderer] { [] }
        func markPending(_ names: [String]) {}
        func hasFaultSearch(by version: String) -> Bool { false }
        func recordFaultSearch(by version: String) {}
        func wasWrittenByOthers() -> Bool { false }
        func forget(_ names: [String]) {}
        func close() {}
    }

    private func changes(_ count: Int) -> [StateChange] {
        (0..<count).map { .source("\($0)", StateStoreTests.source(1)) }
    }

    @Test func theLastWriteFails() {
        let writer = StateWriter(FailingState(failing: [1]))
        writer.add(changes(3))
        #expect(throws: DiskIsFull(write: 1)) { try writer.flush() }
    }

    /// The next write repeats the changes of a failed write. The run must still fail, because another run could have
    /// read the state between the two writes.
    @Test func anEarlierWriteFailed() {
        let state = FailingState(failing: [1])
        let writer = StateWriter(state)
        writer.add(changes(StateWriter.batch))
        #expect(throws: DiskIsFull(write: 1)) { try writer.flush() }
        #expect(state.written == [StateWriter.batch])
    }

    @Test func allWritesSucceed() throws {
        let state = FailingState(failing: [])
        let writer = StateWriter(state)
        writer.add(changes(StateWriter.batch - 2) + changes(1))
        writer.add([])
        try writer.flush()
        #expect(state.written == [StateWriter.batch - 1])
    }
}
