import Testing

@testable import JSON

/// A value, and the JSON text that must be written for this value.
struct Writing: CustomTestStringConvertible, Sendable {
    let value: JSONText
    let text: String
    var testDescription: String { text }

    init(_ value: JSONText, _ text: String) {
        self.value = value
        self.text = text
    }

    static let all: [Writing] = [
        Writing(.null, "null"),
        Writing(true, "true"),
        Writing(.integer(.min), "-9223372036854775808"),
        Writing(.number(0.1), "0.1"),
        Writing(.number(1), "1.0"),
        Writing(.number(1e-7), "1e-07"),
        Writing(.number(.nan), "null"),
        Writing(.number(-.infinity), "null"),
        Writing(.seconds(0), "0.000"),
        Writing(.seconds(0.0119), "0.012"),
        Writing(.seconds(1.9996), "2.000"),
        Writing(.seconds(61.05), "61.050"),
        Writing(.seconds(-0.0001), "0.000"),
        Writing(.seconds(-1.5), "-1.500"),
        Writing(.seconds(.nan), "null"),
        Writing(.seconds(1e300), "1e+300"),
        Writing("photos/größe 🐕.jpg", "\"photos/größe 🐕.jpg\""),
        Writing("\"\\/\n\r\t", #""\"\\/\n\r\t""#),
        Writing("\0\u{1B}[31m\u{7F}\u{85}", #""\u0000\u001b[31m\u007f\u0085""#),
        Writing("\u{2028}\u{2029}", #""\u2028\u2029""#),
        Writing("e\u{301}\r\n", "\"e\u{301}\\r\\n\""),
        Writing([], "[]"),
        Writing([1, "a", [true]], "[1,\"a\",[true]]"),
        Writing([:], "{}"),
        Writing(["z": 1, "a": ["\n": .null]], #"{"z":1,"a":{"\n":null}}"#),
        Writing(.object(omittingNil: ["a": 1, "b": nil, "c": 2]), #"{"a":1,"c":2}"#),
    ]
}

@Suite struct JSONTextTests {
    @Test(arguments: Writing.all) func writes(_ writing: Writing) {
        #expect(writing.value.text == writing.text)
    }

    @Test func writesDoublesThatReadBackTheSame() throws {
        for value in [0.1 + 0.2, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1e21, 1e16, 123_456_789.125] {
            #expect(try parseJSON(Array(JSONText.number(value).text.utf8)).value == .number(value))
        }
    }

    @Test func writesStringsThatReadBackTheSame() throws {
        let string = String(String.UnicodeScalarView((0..<0x3000).compactMap(Unicode.Scalar.init)))
        let text = JSONText.string(string).text
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(try parseJSON(Array(text.utf8)).value == .string(string))
    }
}
