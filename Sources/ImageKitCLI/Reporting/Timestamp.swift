import Foundation

/// A time as RFC 3339 writes it, in UTC: `2026-11-27T07:20:50Z`.
struct Timestamp: CustomStringConvertible {
    let date: Date

    static var now: Timestamp { Timestamp(date: .now) }

    var description: String { date.formatted(.iso8601) }
}
