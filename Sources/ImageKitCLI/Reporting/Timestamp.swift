import Foundation

/// A time in UTC that is printed as RFC 3339 defines: `2026-11-27T07:20:50Z`.
struct Timestamp: CustomStringConvertible {
    let date: Date

    static var now: Timestamp { Timestamp(date: .now) }

    init(date: Date) { self.date = date }

    /// - Parameter seconds: the time in seconds since 1970.
    init(seconds: Int) { self.init(date: Date(timeIntervalSince1970: Double(seconds))) }

    /// Only the date, such as `2026-11-27`.
    var day: String { String(description.prefix { $0 != "T" }) }

    var description: String { date.formatted(.iso8601) }
}
