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
        #expect(late.next(joining: false) == nil)
        #expect(late.summary.left == 5)
        let early = Self.progress(.now + .seconds(3600))
        #expect(early.next(joining: false)?.item.origin.sourceName == "a")
        #expect(early.summary.left == 3)
        #expect(early.next(joining: false) != nil && early.next(joining: false) == nil)
        #expect(early.summary.left == 0)
    }

    /// When the time is over, no retry starts. The batch records these retries, so that the next run does not begin
    /// with their images.
    @Test func aRetryIsNotStartedAfterTheTimeIsOver() {
        let late = Self.progress(.now)
        #expect(late.retry(0))
        #expect(late.next(joining: false) == nil)
        #expect(late.unstartedRetries.map(\.images.count) == [1, 1])
    }

    @Test func whatIsInterruptedIsLeft() throws {
        let early = Self.progress(.now + .seconds(3600))
        let index = try #require(early.next(joining: false)?.index)
        #expect(early.summary.left == 3)
        _ = early.interrupt(index)
        #expect(early.summary.left == 5)
    }

    /// `postpone` returns true if all remaining items are postponed. Without this result, a batch would loop without a
    /// pause while another process makes the remaining images.
    @Test func postponingEverythingIsNoticed() throws {
        let progress = Self.progress(nil)
        let first = try #require(progress.next(joining: false))
        #expect(!progress.postpone(first.index))
        let second = try #require(progress.next(joining: false))
        #expect(progress.postpone(second.index))
        let again = try #require(progress.next(joining: false))
        #expect(again.item.origin.sourceName == first.item.origin.sourceName)
        progress.begin(again.index, again.item)
        #expect(try progress.postpone(#require(progress.next(joining: false)).index))
    }

    @Test func withoutADeadlineNoImageCountsAsLeft() {
        #expect(Self.progress(nil).summary.left == nil)
    }

    /// An image that is likely to fail or to take long must not delay other images in the same message.
    @Test func aRetryGetsAMessageOfItsOwn() throws {
        let progress = Self.progress(nil)
        #expect(progress.next(joining: false)?.index == 0)
        #expect(progress.retry(0))
        #expect(progress.next(joining: true) == nil)
        #expect(try #require(progress.next(joining: false)).item.isAlone)
        #expect(try #require(progress.next(joining: false)).item.isAlone)
        #expect(try !#require(progress.next(joining: true)).item.isAlone)
    }
}
