import Files

/// A line on a terminal that shows the progress of a batch. The line is redrawn at most ten times per second, and
/// removed at the end.
struct ProgressBar {
    var total: Int
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant?

    init(total: Int) {
        self.total = total
        start = .now
    }

    static let erasure = "\r\u{1B}[K"

    /// Returns the text to print now, or nil if the bar was drawn less than a tenth of a second ago.
    mutating func drawing(done: Int, failed: Int, width: Int) -> String? {
        let now = ContinuousClock.now
        if let lastDrawn, now - lastDrawn < .milliseconds(100) { return nil }
        lastDrawn = now
        return Self.erasure + line(done: done, failed: failed, seconds: (now - start).inSeconds, width: width)
    }

    /// Returns a line such as `[#####     ] 1234/5000  98/s  0:38 left  2 failed`.
    func line(done: Int, failed: Int, seconds: Double, width: Int) -> String {
        var text = " \(done)/\(total)"
        if done > 0 && seconds > 0 {
            let rate = Double(done) / seconds
            text += rate < 10 ? "  \((rate * 10).rounded() / 10)/s" : "  \(Int(rate))/s"
            text += "  \(Self.clock(Double(max(0, total - done)) / rate)) left"
        }
        if failed > 0 { text += "  \(failed) failed" }
        let room = min(40, width - text.count - 3)
        guard room >= 8 else { return String(text.dropFirst().prefix(max(0, width - 1))) }
        // If `done` is greater than `total`, fill the bar. Otherwise, `room - filled` would be negative, and
        // `String(repeating:count:)` would stop the process.
        let filled = done < total ? room * done / total : room
        return "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: room - filled) + "]" + text
    }

    /// Returns a duration such as `0:07`, `12:34`, or `1:02:03`.
    private static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        let twoDigits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        return hours > 0 ? "\(hours):\(twoDigits(minutes)):\(twoDigits(rest))" : "\(minutes):\(twoDigits(rest))"
    }
}
