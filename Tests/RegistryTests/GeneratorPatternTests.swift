import Testing

@testable import Registry

/// A pattern, an id, and whether the command of django-imagekit 6.1.1 matches them.
struct PatternCase: CustomTestStringConvertible, Sendable {
    let pattern: String
    let id: String
    let matches: Bool

    init(_ pattern: String, _ id: String, _ matches: Bool) {
        self.pattern = pattern
        self.id = id
        self.matches = matches
    }

    var testDescription: String {
        "\(pattern.debugDescription) \(matches ? "takes" : "leaves") \(id.debugDescription)"
    }

    static let all: [PatternCase] = [
        PatternCase("a", "a", true),
        PatternCase("a", "a:b", true),
        PatternCase("a", "a:b:c", true),
        PatternCase("a", "ab", false),
        PatternCase("a", "b:a", false),
        PatternCase("a:", "a:", true),
        PatternCase("a:", "a:b", false),
        PatternCase("a:", "a", false),
        PatternCase("a:", "a::b", true),
        PatternCase("*", "a", true),
        PatternCase("*", "", true),
        PatternCase("*", "a:b", true),
        PatternCase("*", "a\nb", true),
        PatternCase("**", "a:b", true),
        PatternCase("**", "a\nb", false),
        PatternCase("", "", true),
        PatternCase("", "a", false),
        PatternCase("", ":a", true),
        PatternCase("", "\n", true),
        PatternCase("a:*:c", "a:b:c", true),
        PatternCase("a:*:c", "a:b:x:c", false),
        PatternCase("a:**:c", "a:b:c", true),
        PatternCase("a:**:c", "a:b:x:c", true),
        PatternCase("a:**:c", "a:c", false),
        PatternCase("a:**:c", "a::c", true),
        PatternCase("a:*", "a", false),
        PatternCase("a:*", "a:", true),
        PatternCase("a:*", "a:b:c", true),
        PatternCase("*:thumbnail", "myapp:thumbnail", true),
        PatternCase("*:thumbnail", "myapp:thumbnail:large", true),
        PatternCase("*:thumbnail", "my:app:thumbnail", false),
        PatternCase("**:thumbnail", "my:app:thumbnail", true),
        PatternCase("myapp:thumb*", "myapp:thumbnail", true),
        PatternCase("myapp:thumb*", "myapp:thumbnail:x", true),
        PatternCase("myapp:thumb*", "myapp:other", false),
        PatternCase("a***b", "a:xb", true),
        PatternCase("a***b", "a:x:b", true),
        PatternCase("a***b", "a\n:b", false),
        PatternCase("a***b", "a:\nb", true),
        PatternCase("a****b", "a:\nb", false),
        PatternCase("a****b", "a:x:b", true),
        PatternCase("a*****b", "a:\nb", true),
        PatternCase("a", "a\n", true),
        PatternCase("a", "a\n\n", false),
        PatternCase("a", "a:\n", true),
        PatternCase("a", "a:b\n", true),
        PatternCase("a", "a:b\nc", false),
        PatternCase("a\n", "a\n", true),
        PatternCase("a\n", "a", false),
        PatternCase("**", "a\n", true),
        PatternCase("**", "\n\n", false),
        PatternCase("*", "\n\n", true),
        PatternCase("a.b", "a.b", true),
        PatternCase("a.b", "axb", false),
        PatternCase("a?", "ab", false),
        PatternCase("a?", "a?", true),
        PatternCase("[ab]", "a", false),
        PatternCase("[ab]", "[ab]", true),
        PatternCase("a|b", "a", false),
        PatternCase("(a)", "(a)", true),
        PatternCase("\\*", "\\x", true),
        PatternCase("^a$", "a", false),
        PatternCase("A", "a", false),
        PatternCase("größe:*", "größe:klein", true),
        PatternCase("*ß*", "größe", true),
        PatternCase("é", "e\u{301}", false),
        PatternCase(" a ", "a", false),
        PatternCase("a:b", "a", false),
    ]
}

@Suite struct GeneratorPatternTests {
    @Test(arguments: PatternCase.all) func matchesAsDjangoDoes(_ item: PatternCase) {
        #expect(GeneratorPattern(item.pattern).matches(item.id) == item.matches)
    }

    /// For this pattern, a matcher with backtracking would need exponentially many steps, and would practically never
    /// end.
    @Test func matchesHostilePatternsFast() {
        let pattern = GeneratorPattern(String(repeating: "*a", count: 60) + "!")
        #expect(!pattern.matches(String(repeating: "a", count: 300)))
        #expect(
            !GeneratorPattern(String(repeating: "**:", count: 60) + "!").matches(String(repeating: ":", count: 300))
        )
    }
}
