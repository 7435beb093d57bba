import Testing

@testable import Files
@testable import Operations
@testable import Planning
@testable import Registry

@Suite struct BatchProgressTests {
    static func item(_ source: String, images: Int) -> PlannedWork.Item {
        let stamp = FileStamp(size: 1, modified: 1, changed: 1, inode: 1)
        return PlannedWork.Item(
            origin: .source(source),
            record: PartialSourceRecord(stamp: stamp, digest: nil),
            images: (0..<images).map {
                PlannedImage(generator: GeneratorID(index: $0), name: "\($0)", verdict: .needed(.missing))
            }
        )
    }

    static func progress(_ deadline: ContinuousClock.Instant?) -> BatchProgress {
        BatchProgress(
            items: [item("a", images: 2), item("b", images: 3)],
            summary: GenerationSummary(),
            stopsAtFailure: false,
            deadline: deadline
        )
    }

    @Test func nothingIsStartedAfterTheDeadline() {
        let late = Self.progress(.now)
        #expect(late.next() == nil)
        #expect(late.summary.left == 5)
        let early = Self.progress(.now + .seconds(3600))
        #expect(early.next()?.item.origin.sourceName == "a")
        #expect(early.summary.left == 3)
        #expect(early.next() != nil && early.next() == nil)
        #expect(early.summary.left == 0)
    }

    /// If the worker of a source dies, the source is retried even after the deadline. Otherwise, nothing would be
    /// recorded about the source, and each run would begin with it.
    @Test func aRetryStartsEvenAfterTheDeadline() {
        let late = Self.progress(.now)
        #expect(late.retry(0))
        #expect(late.next()?.item.images.count == 1)
        #expect(late.next()?.item.images.count == 1)
        #expect(late.next() == nil)
    }

    @Test func withoutADeadlineNoImageCountsAsLeft() {
        #expect(Self.progress(nil).summary.left == nil)
    }
}
