import Testing

@testable import JPEGEncoding

struct OptimalHuffmanCodeTests {
    private func lengths(_ code: OptimalHuffmanCode) -> [Int: Int] {
        Dictionary(
            uniqueKeysWithValues: code.codes.enumerated().filter { $0.element > 0 }.map {
                ($0.offset, Int($0.element & 0xFF))
            }
        )
    }

    private func frequencies(_ known: [Int: Int]) -> [Int] { (0..<256).map { known[$0] ?? 0 } }

    /// With the symbol that reserves the code of ones only, the frequencies are 1, 1, 2, 4, and 8.
    @Test func frequentSymbolsHaveShortCodes() {
        let code = OptimalHuffmanCode(frequencies: frequencies([3: 8, 0xF0: 4, 7: 2, 9: 1]))
        #expect(lengths(code) == [3: 1, 0xF0: 2, 7: 3, 9: 4])
        #expect(code.codes[3] >> 8 == 0 && code.codes[0xF0] >> 8 == 0b10 && code.codes[9] >> 8 == 0b1110)
        #expect(code.symbols == [3, 0xF0, 7, 9])
        #expect(code.counts == [1, 1, 1, 1] + [UInt8](repeating: 0, count: 12))
    }

    @Test func oneSymbolHasOneBit() {
        let code = OptimalHuffmanCode(frequencies: frequencies([5: 100]))
        #expect(lengths(code) == [5: 1] && code.codes[5] >> 8 == 0)
    }

    /// The tree of Fibonacci numbers has the depth of their count.
    @Test func noCodeHasMoreThanSixteenBits() {
        var numbers = [1, 1]
        while numbers.count < 30 { numbers.append(numbers[numbers.count - 1] + numbers[numbers.count - 2]) }
        let code = OptimalHuffmanCode(frequencies: numbers + [Int](repeating: 0, count: 226))
        let lengths = lengths(code)
        #expect(lengths.count == 30 && lengths.values.max() == 16)
        // No code is the start of another code, and the code of ones only is free.
        #expect(lengths.values.reduce(0) { $0 + 1 << (16 - $1) } < 1 << 16)
        #expect((1..<30).allSatisfy { lengths[$0 - 1, default: 0] >= lengths[$0, default: 0] })
    }
}
