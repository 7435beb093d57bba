import ImageSpecs
import Testing
import TestSupport

@testable import JSON

private func parse(_ text: String) throws(JSONSyntaxError) -> JSONNode { try parseJSON(Array(text.utf8)) }

/// A JSON text, and the value that the parser must return.
struct Scalar: CustomTestStringConvertible, Sendable {
    let text: String
    let value: JSONNode.Value
    var testDescription: String { text }

    static let all: [Scalar] = [
        Scalar(text: "null", value: .null),
        Scalar(text: "true", value: .bool(true)),
        Scalar(text: "false", value: .bool(false)),
        Scalar(text: "0", value: .integer(0)),
        Scalar(text: "-0", value: .integer(0)),
        Scalar(text: "1", value: .integer(1)),
        Scalar(text: "-17", value: .integer(-17)),
        Scalar(text: "9223372036854775807", value: .integer(.max)),
        Scalar(text: "-9223372036854775808", value: .integer(.min)),
        Scalar(text: "9223372036854775808", value: .number(9_223_372_036_854_775_808)),
        Scalar(text: "1.0", value: .number(1)),
        Scalar(text: "1e3", value: .number(1000)),
        Scalar(text: "1E+3", value: .number(1000)),
        Scalar(text: "-2.5e-1", value: .number(-0.25)),
        Scalar(text: "5e-324", value: .number(.leastNonzeroMagnitude)),
        Scalar(text: "1e-9999", value: .number(0)),
        Scalar(text: "\"\"", value: .string("")),
        Scalar(text: "\"grüße 🐕\"", value: .string("grüße 🐕")),
        Scalar(text: #""\"\\\/\b\f\n\r\t""#, value: .string("\"\\/\u{8}\u{C}\n\r\t")),
        Scalar(text: #""\u00e9\u00E9\u0000""#, value: .string("éé\0")),
        Scalar(text: #""\ud83d\ude00""#, value: .string("😀")),
        Scalar(text: #""\uDBFF\uDFFF""#, value: .string("\u{10FFFF}")),
    ]
}

/// A text that is not JSON, with the position and the message of its error.
struct Mistake: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let report: String

    init(_ text: String, _ report: String) {
        self.init(bytes: Array(text.utf8), report)
    }

    init(bytes: [UInt8], _ report: String) {
        self.bytes = bytes
        self.report = report
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }

    static let all: [Mistake] = [
        Mistake("", "1:1: the file is empty; expected a JSON value, such as {}"),
        Mistake(" \n\t", "2:2: the file is empty; expected a JSON value, such as {}"),
        Mistake("{}\n{}", "2:1: expected the end of the file after the JSON value, found '{'"),
        Mistake(
            "{\n  \"a\": 1\n  \"b\": 2\n}",
            "2:9: expected ',' or '}' after this member, found a string"
        ),
        Mistake("[1 2]", "1:3: expected ',' or ']' after this value, found '2'"),
        Mistake("[1}", "1:3: expected ',' or ']' after this value, found '}'"),
        Mistake("{\"a\" 1}", "1:6: expected ':' after the key \"a\", found '1'"),
        Mistake("{\"a\": }", "1:7: expected a value, found '}'"),
        Mistake("[\u{A0}1]", "1:2: expected a value, found the character U+00a0"),
        Mistake("{1: 2}", "1:2: a key needs double quotes: write \"1\""),
        Mistake("{a: 2}", "1:2: a key needs double quotes: write \"a\""),
        Mistake("{[]: 2}", "1:2: expected a key in double quotes, found '['"),
        Mistake("{\"a\": 1,\n}", "1:8: trailing comma: JSON does not allow ',' before '}'; remove it"),
        Mistake("[1, 2, ]", "1:6: trailing comma: JSON does not allow ',' before ']'; remove it"),
        Mistake("[,1]", "1:2: there is no value before this ','; remove it"),
        Mistake("[1,,2]", "1:4: there is no value before this ','; remove it"),
        Mistake("// specs\n{}", "1:1: JSON has no comments; remove this one"),
        Mistake("{ # specs\n}", "1:3: JSON has no comments; remove this one"),
        Mistake("[1, /* two */ 2]", "1:5: JSON has no comments; remove this one"),
        Mistake("[1 // one\n]", "1:4: JSON has no comments; remove this one"),
        Mistake("{'a': 1}", "1:2: JSON requires double quotes, not single quotes: write \"…\""),
        Mistake("[“a”]", "1:2: JSON requires straight double quotes, not “: write \"…\""),
        Mistake("{\"a\": True}", "1:7: 'True' is not JSON; write true"),
        Mistake("[None]", "1:2: 'None' is not JSON; write null"),
        Mistake("[JPEG]", "1:2: expected a value, found 'JPEG'"),
        Mistake("[007]", "1:2: a number cannot have a leading zero: '007'"),
        Mistake("[+1]", "1:2: a number cannot have a leading '+'; remove it"),
        Mistake("[.5]", "1:2: a number needs a digit before its '.', as in 0.5"),
        Mistake("[1.]", "1:4: a digit must follow '1.'"),
        Mistake("[1e+]", "1:5: a digit must follow '1e+'"),
        Mistake("[-]", "1:3: a digit must follow '-'"),
        Mistake("[1e999]", "1:2: the number 1e999 is too large"),
        Mistake("[0x10]", "1:3: expected ',' or ']' after this value, found 'x10'"),
        Mistake("[\"abc", "1:2: this string is never closed: its closing '\"' is missing"),
        Mistake("[\"abc\\", "1:2: this string is never closed: its closing '\"' is missing"),
        Mistake(
            "[\"abc\r\n\"]",
            "1:2: this string has no closing '\"' on its line; write a line break inside a string as \\n"
        ),
        Mistake("[\"a\tb\"]", "1:4: a string cannot contain a tab character; write \\t"),
        Mistake(
            "[\"a\u{1}b\"]",
            "1:4: a string cannot contain the control character \\u0001 unescaped; write it as that escape"
        ),
        Mistake(
            #"["C:\photos"]"#,
            #"1:5: '\p' is not an escape; write a backslash itself as \\"#
        ),
        Mistake(#"["\u12"]"#, #"1:3: four hexadecimal digits must follow \u, as in \u00e9"#),
        Mistake(
            #"["é\uD800x"]"#,
            #"1:4: '\ud800' is only half of a surrogate pair; write both halves, as in \ud83d\ude00"#
        ),
        Mistake(
            #"["\ude00\ud83d"]"#,
            #"1:3: '\ude00' is only half of a surrogate pair; write both halves, as in \ud83d\ude00"#
        ),
        Mistake(bytes: [0x22, 0x61, 0xE9, 0x22], "1:3: invalid UTF-8 (byte 0xe9); save the file as UTF-8"),
        Mistake(bytes: [0x5B, 0xC0, 0x80, 0x5D], "1:2: invalid UTF-8 (byte 0xc0); save the file as UTF-8"),
        Mistake(bytes: [0xFF, 0xFE, 0x7B, 0x00], "1:1: the file is in UTF-16; save it as UTF-8"),
        Mistake(
            "{\n  \"é\": {},\n  \"\\u00e9\": {}\n}",
            "3:3: duplicate key \"é\"; the first one is at line 2, column 3"
        ),
        Mistake("{\"a\": [1, 2\n", "1:7: this '[' is never closed; the file ends at line 2, column 1"),
        Mistake("{\"a\": {\"b\": 1}", "1:1: this '{' is never closed; the file ends at line 1, column 15"),
        Mistake("{\"a\":", "1:1: this '{' is never closed; the file ends at line 1, column 6"),
        Mistake(String(repeating: "[", count: 101), "1:101: nested deeper than 100 levels"),
    ]
}

@Suite struct JSONParserTests {
    @Test(arguments: Scalar.all) func readsScalar(_ scalar: Scalar) throws {
        #expect(try parse(scalar.text).value == scalar.value)
        #expect(try parse(" [ \(scalar.text) ]\n").value == .array([at(1, 4, scalar.value)]))
    }

    @Test func reportsThePositionOfEachValue() throws {
        let node = try parse("{\n  \"größe\": [1, {\"x\": null}],\r\n\t\"a\": {}\n}")
        guard case .object(let object) = node.value else {
            Issue.record("not an object")
            return
        }
        #expect(object.members.map(\.key) == ["größe", "a"])
        #expect(object.members.map(\.keyPosition) == [Position(line: 2, column: 3), Position(line: 3, column: 2)])
        #expect(object["a"] == at(3, 7, .object(JSONObject())))
        guard case .array(let elements) = object["größe"]?.value else {
            Issue.record("not an array")
            return
        }
        #expect(elements.map(\.position) == [Position(line: 2, column: 13), Position(line: 2, column: 16)])
    }

    @Test func distinguishesKeysByTheirBytes() throws {
        let node = try parse("{\"\u{E9}\": 1, \"e\u{301}\": 2}")
        guard case .object(let object) = node.value else {
            Issue.record("not an object")
            return
        }
        #expect(object["\u{E9}"]?.value == .integer(1))
        #expect(object["e\u{301}"]?.value == .integer(2))
        #expect(object["e"] == nil)
    }

    @Test func acceptsAByteOrderMark() throws {
        #expect(try parse("\u{FEFF}[]") == at(1, 1, .array([])))
    }

    @Test func acceptsAHundredLevels() throws {
        _ = try parse(String(repeating: "[", count: 100) + String(repeating: "]", count: 100))
        _ = try parse("[" + String(repeating: "[],", count: 1000) + "[]]")
    }

    @Test(arguments: Mistake.all) func reportsMistake(_ mistake: Mistake) {
        let error = #expect(throws: JSONSyntaxError.self) { try parseJSON(mistake.bytes) }
        #expect(error?.description == mistake.report)
    }

    /// For any bytes, the parser must return a value or an error. A trap would end the test process.
    @Test func parsesEveryMutationOfASampleWithoutTrapping() {
        let sample = Array(#"{"é": [1.5e-3, -0, "\ud83d\ude00\n", true], "b": {"c": null}}"#.utf8)
        for index in sample.indices {
            _ = try? parseJSON(Array(sample[..<index]))
            _ = try? parseJSON(Array(sample[index...]))
            for byte in UInt8.min...UInt8.max {
                var mutated = sample
                mutated[index] = byte
                _ = try? parseJSON(mutated)
            }
        }
        var random = SeededGenerator(seed: 8259)
        let alphabet = Array(#"{}[]",:\u09dDe.-+ntf/#'é"#.utf8) + [0x00, 0x0A, 0x20, 0xFF, 0xC3]
        for _ in 0..<20_000 {
            let length = Int.random(in: 0..<24, using: &random)
            _ = try? parseJSON((0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 })
        }
    }

    private func at(_ line: Int, _ column: Int, _ value: JSONNode.Value) -> JSONNode {
        JSONNode(value: value, position: Position(line: line, column: column))
    }
}
