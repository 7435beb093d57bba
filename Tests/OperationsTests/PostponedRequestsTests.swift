import Testing

@testable import Operations

@Suite struct PostponedRequestsTests {
    /// A request that always fails for the same reason is reported once.
    @Test func aReasonIsNewOnce() {
        var requests = PostponedRequests()
        let failures = [("a", "denied"), ("a", "denied"), ("b", "denied"), ("a", "broken"), ("a", "broken")]
        let areNew = failures.map { requests.addFailure(of: $0, reason: $1) }
        #expect(areNew == [true, false, true, true, false])
        requests.add("a", until: .now)
        let isNewAfterPause = requests.addFailure(of: "a", reason: "broken")
        #expect(!isNewAfterPause)
        requests.remove("a")
        let isNewAfterEnd = requests.addFailure(of: "a", reason: "broken")
        #expect(isNewAfterEnd)
    }
}
