#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A time in UTC, in seconds since 1970, and its text forms in S3's requests and responses.
struct UTCTime: Equatable {
    let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    /// Parses the `Date` of a response, such as `Fri, 24 May 2013 00:00:00 GMT`.
    init?(http text: String) {
        let words = text.split { " ,:".contains($0) }
        guard words.count == 8, words[7] == "GMT", let month = Self.months.firstIndex(of: String(words[2])) else {
            return nil
        }
        self.init(year: words[3], month: month + 1, day: words[1], words[4], words[5], words[6])
    }

    /// Parses the time of an object in a listing, such as `2013-05-24T00:00:00.000Z`.
    init?(iso text: String) {
        let words = text.split { "-T:.Z".contains($0) }
        guard words.count >= 6, let month = Int(words[1]) else { return nil }
        self.init(year: words[0], month: month, day: words[2], words[3], words[4], words[5])
    }

    private init?(
        year: Substring,
        month: Int,
        day: Substring,
        _ hour: Substring,
        _ minute: Substring,
        _ second: Substring
    ) {
        guard let year = Int32(year), let day = Int32(day), let hour = Int32(hour), let minute = Int32(minute),
            let second = Int32(second)
        else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, Int32(month - 1), day)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, second)
        self.init(seconds: timegm(&parts))
    }

    /// The form `20130524T000000Z`.
    var basic: String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func digits(_ number: Int32, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2) + "T"
            + digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2) + "Z"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
