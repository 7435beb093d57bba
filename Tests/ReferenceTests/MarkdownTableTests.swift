import Testing

@testable import Reference

@Suite struct MarkdownTableTests {
    @Test func writesRows() {
        let table = MarkdownTable(["a", "b"], [["1", "x | y"], ["", "2"]])
        #expect(table.text == "| a | b |\n|---|---|\n| 1 | x \\| y |\n| | 2 |\n")
    }
}
