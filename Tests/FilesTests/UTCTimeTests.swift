import Files
import Testing

@Suite struct UTCTimeTests {
    /// The expected texts are from `date --utc --date=@N "+%a, %d %b %Y %H:%M:%S GMT"`.
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"),
        (951_868_799, "Tue, 29 Feb 2000 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    ])
    func aDateOfHTTPIsFormattedAndParsed(seconds: Int, text: String) {
        #expect(UTCTime(seconds: seconds).httpDate == text)
        #expect(UTCTime(httpDate: text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "yesterday", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    ])
    func otherDatesOfHTTPAreRefused(text: String) { #expect(UTCTime(httpDate: text) == nil) }

    /// The expected texts are from `date --utc --date=@N +%Y-%m-%dT%H:%M:%SZ`.
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_868_799, "2000-02-29T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"), (1_369_353_601, "2013-05-24T00:00:01Z"),
    ])
    func aTimeIsFormattedAndParsed(seconds: Int, text: String) {
        let time = UTCTime(seconds: seconds)
        #expect(time.description == text)
        #expect(time.day == String(text.prefix(10)))
        #expect(UTCTime(rfc3339: text) == time)
    }

    /// The times of files and the times in a state can have any value.
    @Test func theFirstAndTheLastTimeAreFormatted() {
        #expect(UTCTime(seconds: .min).description == "-292277022657-01-27T08:29:52Z")
        #expect(UTCTime(seconds: .max).description == "292277026596-12-04T15:30:07Z")
    }

    @Test func aTimeWithoutSeparators() { #expect(UTCTime(seconds: 1_369_353_601).basic == "20130524T000001Z") }

    @Test func aFractionOfASecondIsDropped() {
        #expect(UTCTime(rfc3339: "2013-05-24T00:00:01.987Z")?.seconds == 1_369_353_601)
    }

    @Test(arguments: [
        "", "2013-05-24", "2013-05-24T00:00:01", "2013-05-24T00:00:01+02:00", "2013-13-24T00:00:01Z",
        "2013-05-24T24:00:01Z", "2013-05-24 00:00:01Z", "2013-05T00:00:01Z",
    ])
    func otherTimesAreRefused(text: String) { #expect(UTCTime(rfc3339: text) == nil) }
}
