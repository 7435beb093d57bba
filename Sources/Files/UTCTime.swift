/// A point in time, in whole seconds, with its text forms in UTC.
///
/// This type does not use Foundation's formatters, because they need the data of ICU, which the executables do not
/// contain.
package struct UTCTime: Hashable, Sendable {
    /// The time since 1970-01-01T00:00:00Z, without leap seconds.
    package let seconds: Int

    package init(seconds: Int) { self.seconds = seconds }

    package static var now: UTCTime { UTCTime(seconds: currentSeconds()) }
}

// MARK: - RFC 3339

extension UTCTime: CustomStringConvertible {
    /// The form of RFC 3339: `2026-11-27T07:20:50Z`.
    package var description: String {
        let time = timeOfDay
        return "\(day)T\(two(time.hour)):\(two(time.minute)):\(two(time.second))Z"
    }

    /// Only the date: `2026-11-27`.
    package var day: String {
        let date = calendarDate
        return "\(four(date.year))-\(two(date.month))-\(two(date.day))"
    }

    /// The form of ISO 8601 without separators, which Signature Version 4 requires: `20261127T072050Z`.
    package var basic: String { description.filter { $0 != "-" && $0 != ":" } }

    /// Parses the form of RFC 3339. A fraction of a second is dropped, as in `2026-11-27T07:20:50.123Z`. Other time
    /// zones than `Z` are refused.
    package init?(rfc3339 text: String) {
        guard text.last == "Z" else { return nil }
        let halves = text.dropLast().split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        let clock = halves[1].prefix { $0 != "." }
        guard date.count == 3 else { return nil }
        self.init(year: date[0], month: date[1], day: date[2], clock: clock)
    }
}

// MARK: - HTTP

extension UTCTime {
    /// The form of HTTP's headers: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
    package var httpDate: String {
        let (date, time) = (calendarDate, timeOfDay)
        let weekday = Self.weekdays[((days % 7) + 7) % 7]
        return "\(weekday), \(two(date.day)) \(Self.months[date.month - 1]) \(four(date.year)) "
            + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)) GMT"
    }

    /// Parses only the form that servers must send. The two obsolete forms of the RFC are refused.
    package init?(httpDate text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[0].hasSuffix(","), let day = Int(parts[1]),
            let month = Self.months.firstIndex(of: String(parts[2])), let year = Int(parts[3])
        else { return nil }
        self.init(year: year, month: month + 1, day: day, clock: parts[4])
    }

    /// 1970-01-01 was a Thursday.
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

// MARK: - The Gregorian calendar

extension UTCTime {
    /// - Parameters:
    ///   - year: 1601 to 9999. Earlier dates are refused, because they can be dates of the Julian calendar.
    ///   - clock: hours, minutes, and seconds, such as `08:49:37`.
    private init?(year: Int, month: Int, day: Int, clock: Substring) {
        let time = clock.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard (1601...9999).contains(year), (1...12).contains(month), (1...31).contains(day), time.count == 3,
            (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        seconds = Self.days(year, month, day) * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
    }

    /// The whole days since 1970.
    private var days: Int { seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0) }

    private var timeOfDay: (hour: Int, minute: Int, second: Int) {
        // Do not multiply `days`, because the product can overflow: a file or a state can contain any time.
        let rest = seconds % 86_400 + (seconds % 86_400 < 0 ? 86_400 : 0)
        return (rest / 3600, rest / 60 % 60, rest % 60)
    }

    /// The days since 1970 of a date of the Gregorian calendar. The computation starts the year in March, so that the
    /// leap day is its last day; see <https://howardhinnant.github.io/date_algorithms.html>.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private var calendarDate: (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// Returns a year of at most four digits with leading zeros.
private func four(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
}
