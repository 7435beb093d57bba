import Testing

@testable import ImageSpecs

struct ValueRemedyTests {
    @Test(arguments: [
        ("top", "t"), ("Bottom", "b"), ("left", "l"), ("center", "c"), ("centre", "c"), ("middle", "c"),
        ("top-left", "tl"), ("lower_right", "br"), ("top center", "t"), ("right top", "tr"),
    ])
    func aSideInWordsNamesAnAnchor(words: String, name: String) { #expect(Anchor.name(inWords: words) == name) }

    @Test(arguments: ["", "topp", "north", "left right", "t"]) func otherWordsAreNoAnchors(words: String) {
        #expect(Anchor.name(inWords: words) == nil)
    }

    @Test func onlyAcceptedValuesAreSuggested() {
        #expect(ValueRemedy(for: .string("100"), of: Parameter.Kind.length) == .removeQuotes)
        #expect(ValueRemedy(for: .string("0"), of: Parameter.Kind.length) == nil)
        #expect(ValueRemedy(for: .string("true"), of: Parameter.Kind.flag) == .removeQuotes)
        #expect(ValueRemedy(for: .string("top"), of: Parameter.Kind.cropAnchor) == .name("t"))
        #expect(ValueRemedy(for: .string("top"), of: Parameter.Kind.length) == nil)
        #expect(ValueRemedy(for: .double(0.8), of: SaveOptionKind.number(1...100)) == .percentage(80))
        #expect(ValueRemedy(for: .double(0.001), of: SaveOptionKind.number(1...100)) == nil)
        #expect(ValueRemedy(for: .double(0.8), of: SaveOptionKind.number(0...100)) == nil)
        #expect(ValueRemedy(for: .double(1e300), of: SaveOptionKind.number(1...100)) == nil)
        #expect(ValueRemedy(for: .integer(.max), of: SaveOptionKind.number(1...100)) == nil)
        #expect(ValueRemedy(for: .integer(0), of: SaveOptionKind.number(1...100)) == .minimum(1))
        #expect(ValueRemedy(for: .integer(101), of: SaveOptionKind.number(1...100)) == nil)
    }
}
