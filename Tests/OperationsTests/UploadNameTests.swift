import Testing
import TestSupport

@testable import Operations

/// The expected names are the output of Django 5.2's `get_valid_filename` and `get_available_name`.
struct UploadNameTests {
    @Test(arguments: [
        ("photo.jpg", "photo.jpg"), ("john's portrait in 2004.jpg", "johns_portrait_in_2004.jpg"),
        ("  a  b.jpg ", "a__b.jpg"), ("\u{1c} x\t.png", "x.png"), ("été?.jpg", "été.jpg"),
        ("e\u{301}te.jpg", "ete.jpg"), ("北京 ２.webp", "北京_２.webp"), ("हिन्दी.gif", "हनद.gif"), ("½²x.png", "½²x.png"),
        ("-_..x", "-_..x"), ("\u{a0}n\u{a0}b.png", "nb.png"), ("a:b*c\"d<e>|.jpg", "abcde.jpg"), ("ₐⅫ.jpg", "ₐⅫ.jpg"),
    ])
    func invalidCharactersOfANameAreLeftOut(given: String, expected: String) {
        #expect(UploadName.valid(given)?.utf8.elementsEqual(expected.utf8) == true)
    }

    @Test(arguments: ["", ".", "..", "…", "!!!", " "])
    func noNameIsLeft(given: String) {
        #expect(UploadName.valid(given) == nil)
    }

    @Test(arguments: [
        ("photo.jpg", "photo_R.jpg"), ("holiday.2024.jpg", "holiday_R.2024.jpg"), (".hidden.jpg", ".hidden_R.jpg"),
        ("..x.png", "..x_R.png"), (".jpg", ".jpg_R"), ("name", "name_R"), ("end.", "end._R"), ("a.b.", "a.b._R"),
        ("a..b.jpg", "a_R..b.jpg"),
    ])
    func aTakenNameGetsASuffix(name: String, expected: String) {
        var random = SeededGenerator(seed: 7)
        let alternative = UploadName.alternative(to: name, using: &random)
        let parts = expected.split(separator: "R", omittingEmptySubsequences: false)
        let suffix = alternative.dropFirst(parts[0].count).dropLast(parts[1].count)
        #expect(alternative.hasPrefix(parts[0]) && alternative.hasSuffix(parts[1]))
        #expect(suffix.count == 7 && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
        #expect(UploadName.alternative(to: name, using: &random) != alternative)
    }
}
