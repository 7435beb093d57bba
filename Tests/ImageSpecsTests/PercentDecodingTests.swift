import ImageSpecs
import Testing

@Suite struct PercentDecodingTests {
    static func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    /// The expected texts are from `urllib.parse.unquote` of Python.
    @Test(arguments: [
        ("", ""), ("a%20b", "a b"), ("%C3%A4%c3%a4", "ää"), ("100%", "100%"), ("%4", "%4"), ("%zz%41", "%zzA"),
        ("%%41", "%A"), ("%2541", "%41"), ("a+b", "a+b"),
    ])
    func escapesAreReplaced(text: String, decoded: String) { #expect(Self.text(percentDecoded(text.utf8)) == decoded) }

    @Test(arguments: ["%", "a%4", "%zz"])
    func incompleteEscapesCanBeRefused(text: String) { #expect(percentDecoded(text.utf8, onlyComplete: true) == nil) }

    @Test func bytesCanBeRefusedInEscapes() {
        #expect(percentDecoded("a%2Fb".utf8, refusing: [0x2F]) == nil)
        #expect(Self.text(percentDecoded("a/b%2e".utf8, refusing: [0x2F])) == "a/b.")
    }
}
