import Testing

@testable import ImageSpecs

@Suite struct PickleWriterTests {
    /// The expected texts are the output of Python 3's `repr`.
    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (0.1, "0.1"), (0.3, "0.3"), (-2.5, "-2.5"), (0.0001, "0.0001"),
        (1e-05, "1e-05"), (0.00012345, "0.00012345"), (123_456_789.125, "123456789.125"),
        (1e15, "1000000000000000.0"), (1e16, "1e+16"), (1e17, "1e+17"),
        (1.2345678901234568e17, "1.2345678901234568e+17"), (9_007_199_254_740_992, "9007199254740992.0"),
        (-9_007_199_254_740_992, "-9007199254740992.0"), (1.5e16, "1.5e+16"),
        (9_999_999_999_999_998, "9999999999999998.0"), (1e22, "1e+22"),
        (1.7976931348623157e308, "1.7976931348623157e+308"), (.leastNonzeroMagnitude, "5e-324"),
        (0.30000000000000004, "0.30000000000000004"), (1.2345678901234568e16, "1.2345678901234568e+16"),
        (1e-07, "1e-07"), (100.0, "100.0"),
    ])
    func floatsAsPythonWritesThem(_ number: Double, _ text: String) {
        #expect(pythonRepresentation(of: number) == text)
    }

    static func pickle(_ value: Value) -> String {
        var writer = PickleWriter()
        writer.write(value)
        writer.finish()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The expected bytes are the output of Python 3's `pickle.dumps(value, 0)`.
    @Test(arguments: [
        (Value.none, "N."), (.bool(true), "I01\n."), (.bool(false), "I00\n."), (.integer(1), "I1\n."),
        (.integer(-5), "I-5\n."), (.integer(2_147_483_647), "I2147483647\n."),
        (.integer(2_147_483_648), "L2147483648L\n."), (.double(1), "F1.0\n."), (.string("a"), "Va\np0\n."),
        (.string(""), "V\np0\n."), (.string("a\\b\nc"), "Va\\u005cb\\u000ac\np0\n."),
        (.string("\u{20AC}\u{1F600}"), "V\\u20ac\\U0001f600\np0\n."), (.tuple([]), "(t."),
        (.tuple([.integer(1), .integer(2)]), "(I1\nI2\ntp0\n."),
        (.tuple([.string("a"), .string("a")]), "(Va\np0\ng0\ntp1\n."),
        (.dictionary([:]), "(dp0\n."),
        (.dictionary(["b": .integer(1), "a": .string("b")]), "(dp0\nVa\np1\nVb\np2\nsg2\nI1\ns."),
    ])
    func values(_ value: Value, _ expected: String) {
        #expect(Self.pickle(value) == expected)
    }

    /// Python creates one object for equal literals of the same types. Equal values of different types are different
    /// objects.
    @Test func tuplesAreTheLiteralsThatMadeThem() {
        let pair = Value.tuple([.integer(1), .integer(2)])
        #expect(Self.pickle(.tuple([pair, pair])) == "((I1\nI2\ntp0\ng0\ntp1\n.")
        let floats = Value.tuple([.double(1), .double(2)])
        #expect(Self.pickle(.tuple([pair, floats])) == "((I1\nI2\ntp0\n(F1.0\nF2.0\ntp1\ntp2\n.")
    }
}
