import Testing
import TestSupport
import WorkerProtocol

@testable import CacheState
@testable import Files
@testable import Operations
@testable import Registry

/// Tests which failures are new, and what is recorded about them.
@Suite struct FailureHistoryTests {
    static let corrupt = Outcome.Failure(code: .corruptSource, message: "cut off")

    private func history(since: Int = 100, digest: ContentDigest? = .repeating(1)) -> FailureHistory {
        let history = FailureHistory(now: 500)
        let record = FailureRecord(failure: Self.corrupt, digest: digest, since: since)
        history.learn([FailureKey(source: "a.png", generator: "g"): record])
        return history
    }

    private func changes(_ history: FailureHistory) -> [String] {
        history.takeChanges().map { change in
            guard case .failure(let key, let record) = change else { return "other" }
            let state = record.map { "\($0.failure.code.rawValue) since \($0.since)" } ?? "fixed"
            return "\(key.source.text) \(key.generator.text): \(state)"
        }.sorted()
    }

    /// A reason is listed once for all generators of a source, and once for all canvases.
    @Test func equalFailuresAreListedOnce() async throws {
        let canvas = #"{ "canvas": { "width": 3, "height": 2 }, "format": "GIF" }"#
        let site = Site(#"\#(Site.small), \#(Site.large), "badge": \#(canvas), "card": \#(canvas)"#)
        try await site.generate(FakeWorkers { .success(FakeWorkers.failed($0, .processorFailed)) })
        let list = try FailureList(site.registry())
        #expect(list.entries.map(\.source) == [nil, "photos/a.png"])
        #expect(list.entries.map(\.generators) == [["badge", "card"], ["large", "small"]])
        #expect(list.images == 4 && list.sources == 1)
    }

    @Test func aFirstFailureIsNewAndRecorded() {
        let history = FailureHistory(now: 500)
        #expect(history.failed("g", .source("a.png"), Self.corrupt, .repeating(1)) == nil)
        #expect(changes(history) == ["a.png g: corrupt-source since 500"])
        #expect(history.summary.newImages == 1 && history.summary.sources == 1)
        #expect(history.takeChanges().isEmpty)
    }

    @Test func theSameFailureIsKnownAndNotWrittenAgain() {
        let history = history()
        #expect(history.failed("g", .source("a.png"), Self.corrupt, .repeating(1)) == 100)
        #expect(changes(history) == [])
        #expect(history.summary.repeated.images == 1 && history.summary.newImages == 0)
    }

    /// A failure stays the same if only the message of a library differs, or if a digest is missing. The digest is
    /// missing if the source could not be read.
    @Test func messagesAndUnknownDigestsDoNotMatter() {
        let other = Outcome.Failure(code: .corruptSource, message: "another wording")
        #expect(history().failed("g", .source("a.png"), other, .repeating(1)) == 100)
        #expect(history().failed("g", .source("a.png"), other, nil) == 100)
        #expect(history(digest: nil).failed("g", .source("a.png"), other, .repeating(3)) == 100)
    }

    @Test func anotherReasonOrAnotherContentIsNew() {
        let empty = Outcome.Failure(code: .emptySource, message: "empty")
        for (failure, digest) in [(empty, ContentDigest.repeating(1)), (Self.corrupt, .repeating(2))] {
            let history = history()
            #expect(history.failed("g", .source("a.png"), failure, digest) == nil)
            #expect(changes(history) == ["a.png g: \(failure.code.rawValue) since 500"])
        }
        #expect(history().failed("other", .source("a.png"), Self.corrupt, .repeating(1)) == nil)
    }

    @Test func anImageThatExistsIsFixed() {
        let history = history()
        history.tries("g", .source("a.png"))
        history.forgetRest { _ in true }
        #expect(changes(history) == [], "the image can still fail")
        history.succeeded("g", .source("a.png"))
        #expect(changes(history) == ["a.png g: fixed"])
        history.succeeded("g", .source("b.png"))
        #expect(changes(history) == [])
    }

    @Test func anImageThatFailsAgainIsAKnownFailure() {
        let history = history()
        history.tries("g", .source("a.png"))
        #expect(history.failed("g", .source("a.png"), Self.corrupt, .repeating(1)) == 100)
    }

    @Test func onlyFailuresOfTheseGeneratorsAreFixed() {
        let kept = history()
        kept.forgetRest { $0 != "g" }
        #expect(changes(kept) == [])
        let history = history()
        history.forgetRest { $0 == "g" }
        #expect(changes(history) == ["a.png g: fixed"])
    }

    /// A run that plans again reads the state again. A failure that the run has already found keeps its entry.
    @Test func failuresOfThisRunAreNotReadFromTheState() {
        let history = history()
        _ = history.failed("g", .source("a.png"), Self.corrupt, .repeating(1))
        let record = FailureRecord(failure: Self.corrupt, digest: nil, since: 100)
        history.learn([FailureKey(source: "a.png", generator: "g"): record])
        history.forgetRest { _ in true }
        #expect(changes(history) == [])
    }

    @Test func theSummaryCountsSourcesImagesAndTimes() {
        var summary = FailureSummary()
        summary.add("a.png", since: nil)
        for (source, since) in [("a.png", 30), ("b.png", 20), ("b.png", 40)] { summary.add(source, since: since) }
        summary.add(nil, since: 25)
        #expect(summary.sources == 2 && summary.newImages == 1)
        let repeated = summary.repeated
        #expect([repeated.sources, repeated.images, repeated.first, repeated.last] == [2, 4, 20, 40])
    }
}
