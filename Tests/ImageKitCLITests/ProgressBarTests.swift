import Testing

@testable import ImageKitCLI

@Suite struct ProgressBarTests {
    let bar = ProgressBar(total: 5000)

    @Test func showsCountsRateAndTimeLeft() {
        let line = bar.line(done: 1250, failed: 0, seconds: 10, width: 80)
        #expect(line == "[##########                              ] 1250/5000  125/s  0:30 left")
    }

    @Test func reportsFailures() {
        #expect(
            bar.line(done: 10, failed: 2, seconds: 4, width: 80).hasSuffix("] 10/5000  2.5/s  33:16 left  2 failed")
        )
    }

    @Test func countsHours() {
        #expect(bar.line(done: 1, failed: 0, seconds: 2, width: 80).hasSuffix("0.5/s  2:46:38 left"))
    }

    @Test func startsWithoutARate() {
        #expect(bar.line(done: 0, failed: 0, seconds: 0, width: 80).hasSuffix("] 0/5000"))
    }

    @Test func isFullAtTheEnd() {
        let line = bar.line(done: 5000, failed: 0, seconds: 50, width: 80)
        #expect(line.hasPrefix("[" + String(repeating: "#", count: 40) + "]"))
        #expect(line.hasSuffix("0:00 left"))
    }

    @Test func staysFullIfMoreIsDoneThanAnnounced() {
        let line = ProgressBar(total: 250).line(done: 700, failed: 500, seconds: 10, width: 80)
        #expect(line.hasPrefix("[##") && line.contains("#] 700/250 ") && line.contains(" 0:00 left"))
    }

    /// One column stays free, so that no terminal wraps the line.
    @Test(arguments: [0, 1, 5, 20, 40, 60, 80, 200]) func fitsTheTerminal(_ width: Int) {
        #expect(bar.line(done: 4999, failed: 17, seconds: 3, width: width).count <= max(0, width - 1))
    }

    @Test func anEmptyBatchDoesNotDivideByZero() {
        #expect(ProgressBar(total: 0).line(done: 0, failed: 0, seconds: 0, width: 80).hasSuffix("] 0/0"))
    }
}

@Suite struct OneLineTests {
    @Test(arguments: [
        ("plain é", "plain é"), ("a\nb", "a\\nb"), ("a\rb\tc", "a\\rb\\tc"), ("\u{1B}[31m", "\\x1b[31m"),
        ("\u{07}", "\\x07"), ("\u{9B}x", "\\x9bx"), ("\u{7F}", "\\x7f"),
        ("a\u{202E}gpj.exe", "a\\u202egpj.exe"), ("\u{2066}a\u{2069}\u{200F}", "\\u2066a\\u2069\\u200f"),
        ("\u{200D}\u{2010}", "\u{200D}\u{2010}"),
    ])
    func controlCharactersAreEscaped(_ text: String, _ expected: String) {
        #expect(text.oneLine == expected)
    }
}
