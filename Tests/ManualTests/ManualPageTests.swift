import Testing

@testable import Manual

@Suite struct ManualPageTests {
    @Test(arguments: [
        (#"a\b"#, #"a\eb"#), (".5", #"\&.5"#), ("'a'", #"\&'a'"#), ("~/a^b", #"\(ti/a\(hab"#), ("a.b", "a.b"),
    ])
    func escapesLines(text: String, expected: String) { #expect(ManualPage.escaped(text) == expected) }

    @Test func quotesArgumentsOfMacros() { #expect(ManualPage.argument(#"a "b""#) == #""a \(dqb\(dq""#) }

    @Test func startsEachSentenceOnALine() {
        var page = ManualPage("a", section: 1, summary: "A.", version: "1")
        page.heading("DESCRIPTION")
        page.paragraph("One. Two, e.g. three. Four.")
        page.paragraph("Five.")
        #expect(page.text.hasSuffix(".Sh DESCRIPTION\nOne.\nTwo, e.g. three.\nFour.\n.Pp\nFive.\n"))
    }
}
