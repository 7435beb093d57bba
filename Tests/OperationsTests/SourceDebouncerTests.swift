import Testing

@testable import Files
@testable import Operations

/// Tests which sources are processed, and when. The tests control the clock.
struct SourceDebouncerTests {
    private let start = ContinuousClock.now
    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }
    private let stamp = FileStamp(size: 9, modified: 1, changed: 1, inode: 1)

    /// This is a class, because `#expect` cannot call a mutating method of a structure.
    private final class Settling {
        var sources = SourceDebouncer(settle: .seconds(1), pause: .seconds(5), patience: .seconds(12))
        var nextDue: ContinuousClock.Instant? { sources.nextDue }

        func takeDue(at now: ContinuousClock.Instant, atMost count: Int = 9) -> [String] {
            sources.takeDue(at: now, atMost: count)
        }

        func looked(_ name: String, _ look: SourceDebouncer.Look, at now: ContinuousClock.Instant) -> Bool {
            sources.looked(name, look, at: now)
        }
    }

    private let settling = Settling()

    @Test func aClosedSourceIsCheckedAfterAPause() {
        settling.sources.written("a", at: at(0))
        settling.sources.closed("a", at: at(0.5))
        #expect(settling.nextDue == at(1.5))
        #expect(settling.takeDue(at: at(1.4)) == [])
        #expect(settling.takeDue(at: at(1.5)) == ["a"])
        #expect(settling.looked("a", .whole, at: at(1.5)))
        #expect(settling.nextDue == nil, "a source is processed only once")
    }

    @Test func anEventPostponesTheCheck() {
        settling.sources.closed("a", at: at(0))
        settling.sources.closed("a", at: at(0.5))
        #expect(settling.takeDue(at: at(1.25)) == [])
        #expect(settling.takeDue(at: at(1.5)) == ["a"])
    }

    @Test func aSourceThatIsBeingWrittenIsCheckedAgain() {
        settling.sources.written("a", at: at(0))
        _ = settling.takeDue(at: at(1))
        #expect(!settling.looked("a", .beingWritten, at: at(1)))
        #expect(settling.nextDue == at(6))
        // The writer closes the file before the next check is due.
        settling.sources.closed("a", at: at(2))
        #expect(settling.takeDue(at: at(3)) == ["a"])
        #expect(settling.looked("a", .whole, at: at(3)))
    }

    /// If the file system does not report writers, a file is complete after a close event, or if its stamp is the same
    /// twice.
    @Test func aStableSizeIsTheFallback() {
        settling.sources.closed("closed", at: at(0))
        settling.sources.found("found", at: at(0))
        #expect(settling.takeDue(at: at(0)) == ["found"], "a source that existed at the start is processed immediately")
        #expect(!settling.looked("found", .unknown(stamp), at: at(0)))
        #expect(settling.takeDue(at: at(1)) == ["closed"])
        #expect(settling.looked("closed", .unknown(stamp), at: at(1)))
        var grown = stamp
        grown.size += 1
        #expect(settling.takeDue(at: at(5)) == ["found"])
        #expect(!settling.looked("found", .unknown(grown), at: at(5)))
        #expect(settling.takeDue(at: at(10)) == ["found"])
        #expect(settling.looked("found", .unknown(grown), at: at(10)))
    }

    /// A file with write events also gets a close event, unless this event is lost. So the file is checked later than a
    /// file without write events.
    @Test func aFileWithWriteEventsIsCheckedLater() {
        settling.sources.created("linked", at: at(0))
        settling.sources.created("slow", at: at(0))
        settling.sources.written("slow", at: at(0))
        for time in [1.0, 6, 11, 16] {
            let due = settling.takeDue(at: at(time))
            #expect(due == (time < 11 ? ["linked", "slow"] : ["slow"]))
            let whole = due.filter { settling.looked($0, .unknown(stamp), at: at(time)) }
            #expect(whole == (time == 6 ? ["linked"] : time == 16 ? ["slow"] : []))
        }
    }

    @Test func aDeletedSourceIsNotCheckedAgain() {
        settling.sources.closed("a", at: at(0))
        settling.sources.closed("b", at: at(0))
        settling.sources.gone("a")
        #expect(settling.takeDue(at: at(1)) == ["b"])
        #expect(!settling.looked("b", .nothing, at: at(1)))
        #expect(settling.nextDue == nil)
    }

    @Test func anEventDuringACheckCausesAnotherCheck() {
        settling.sources.closed("a", at: at(0))
        _ = settling.takeDue(at: at(1))
        settling.sources.written("a", at: at(1))
        #expect(!settling.looked("a", .whole, at: at(1)))
        #expect(settling.takeDue(at: at(2)) == ["a"])
    }

    @Test func theOldestComeFirst() {
        for (index, name) in ["c", "a", "b"].enumerated() { settling.sources.closed(name, at: at(Double(index))) }
        #expect(settling.takeDue(at: at(9), atMost: 2) == ["c", "a"])
        #expect(settling.takeDue(at: at(9), atMost: 2) == ["b"])
    }

    @Test func aFoundSourceIsNotCheckedEarlier() {
        settling.sources.written("a", at: at(0))
        settling.sources.found("a", at: at(0.25))
        #expect(settling.nextDue == at(1))
    }
}
