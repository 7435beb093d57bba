import Testing

@testable import Registry

/// A word, and the name that should be suggested for it.
struct Misspelling: CustomTestStringConvertible, Sendable {
    let word: String
    let name: String?

    init(_ word: String, _ name: String?) {
        self.word = word
        self.name = name
    }

    var testDescription: String { "\(word) → \(name ?? "nothing")" }

    static let all: [Misspelling] = [
        Misspelling("ResizeToFil", "ResizeToFill"),
        Misspelling("ResizeToFitt", "ResizeToFit"),
        Misspelling("RseizeToFill", "ResizeToFill"),
        Misspelling("resize_to_fill", "ResizeToFill"),
        Misspelling("RESIZE", "Resize"),
        Misspelling("Rezise", "Resize"),
        Misspelling("croop", "Crop"),
        Misspelling("widht", "width"),
        Misspelling("heigth", "height"),
        Misspelling("with", "width"),
        Misspelling("procesors", "processors"),
        Misspelling("Sharpen", nil),
        Misspelling("x", nil),
        Misspelling("", nil),
        Misspelling("Resize", nil),
    ]
}

@Suite struct SuggestionTests {
    let names = ["Resize", "ResizeToFit", "ResizeToFill", "Crop", "width", "height", "processors", "y"]

    @Test(arguments: Misspelling.all) func suggests(_ item: Misspelling) {
        #expect(Suggestion(for: item.word, among: names)?.name == item.name)
    }

    @Test func prefersTheExactLetterCase() {
        #expect(Suggestion(for: "Formatt", among: ["FORMAT", "Format", "format"])?.name == "Format")
    }

    @Test(arguments: [("", "abc", 3), ("abc", "abc", 0), ("ab", "ba", 1), ("ca", "abc", 3), ("kitten", "sitting", 3)])
    func countsEdits(from: String, to: String, edits: Int) {
        #expect(Suggestion.distance(Array(from.unicodeScalars), Array(to.unicodeScalars)) == edits)
        #expect(Suggestion.distance(Array(to.unicodeScalars), Array(from.unicodeScalars)) == edits)
    }

    @Test func endsAMessage() {
        #expect(Suggestion.clause(for: "ResizeToFil", among: names) == " — did you mean \"ResizeToFill\"?")
        #expect(Suggestion.clause(for: "Sharpen", among: names) == "")
    }
}
