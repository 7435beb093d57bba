import Testing

@testable import Serving

/// The rules of RFC 9110, sections 13 and 14, for a file of 100 bytes.
@Suite struct RequestConditionsTests {
    private static let modified = 784_111_777
    private static let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"

    private func answer(_ change: (inout RequestConditions) -> Void) -> RequestConditions.Answer {
        var conditions = RequestConditions()
        change(&conditions)
        return conditions.answer(tag: "\"a\"", modified: Self.modified, size: 100)
    }

    @Test(arguments: [
        ("bytes=0-9", RequestConditions.Answer.part(0..<10)),
        ("bytes=90-", .part(90..<100)),
        ("bytes=-5", .part(95..<100)),
        ("bytes=-500", .part(0..<100)),
        ("bytes=50-1000", .part(50..<100)),
        ("Bytes=99-99", .part(99..<100)),
        ("bytes=100-", .unsatisfiable),
        ("bytes=-0", .unsatisfiable),
        ("bytes=99999999999999999999-", .unsatisfiable),
        ("bytes=0-99999999999999999999", .part(0..<100)),
        ("bytes=9-0", .complete),
        ("bytes=0-1,5-6", .complete),
        ("bytes=a-b", .complete),
        ("bytes=-", .complete),
        ("bytes=1 2-3", .complete),
        ("lines=0-9", .complete),
        ("", .complete),
    ])
    func aRangeSelectsAPart(header: String, expected: RequestConditions.Answer) {
        #expect(answer { $0.range = header } == expected)
    }

    @Test(arguments: [
        ("\"a\"", RequestConditions.Answer.notModified), ("W/\"a\"", .notModified), ("*", .notModified),
        ("\"b\", \"a\"", .notModified), ("\"b\"", .complete), ("a", .complete), ("", .complete),
    ])
    func aKnownTagNeedsNoBody(header: String, expected: RequestConditions.Answer) {
        #expect(answer { $0.ifNoneMatch = header } == expected)
    }

    @Test func theTagOverridesTheTime() {
        #expect(answer { $0.ifModifiedSince = Self.date } == .notModified)
        #expect(answer { $0.ifModifiedSince = Self.earlier } == .complete)
        #expect(answer { $0.ifModifiedSince = "soon" } == .complete)
        #expect(answer { ($0.ifNoneMatch, $0.ifModifiedSince) = ("\"b\"", Self.date) } == .complete)
    }

    @Test func aPreconditionCanFail() {
        #expect(answer { $0.ifMatch = "\"b\"" } == .preconditionFailed)
        #expect(answer { $0.ifMatch = "W/\"a\"" } == .preconditionFailed)
        #expect(answer { $0.ifMatch = "\"b\", \"a\"" } == .complete)
        #expect(answer { $0.ifUnmodifiedSince = Self.earlier } == .preconditionFailed)
        #expect(answer { $0.ifUnmodifiedSince = Self.date } == .complete)
    }

    @Test func aRangeOfAnotherVersionIsIgnored() {
        func answer(ifRange: String) -> RequestConditions.Answer {
            self.answer { ($0.range, $0.ifRange) = ("bytes=0-9", ifRange) }
        }
        #expect(answer(ifRange: "\"a\"") == .part(0..<10))
        #expect(answer(ifRange: "\"b\"") == .complete)
        #expect(answer(ifRange: Self.date) == .part(0..<10))
        #expect(answer(ifRange: Self.earlier) == .complete)
    }

    @Test func headersHaveAnyLetterCase() {
        var request = ServerRequest(method: "GET", target: .health)
        request.read(header: "RANGE", "bytes=0-1")
        request.read(header: "if-NONE-match", "\"a\"")
        request.read(header: "If-None-Match", "\"b\"")
        request.read(header: "X-Other", "c")
        #expect(request.conditions.range == "bytes=0-1" && request.conditions.ifNoneMatch == "\"a\", \"b\"")
    }
}
