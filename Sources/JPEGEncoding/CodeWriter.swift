/// Writes the codes of tokens as entropy-coded data (ITU T.81, F.1.2.3).
struct CodeWriter {
    /// For each symbol of all tables, its code and the length of the code, as `code << 8 | length`.
    private var codes = [UInt32](repeating: 0, count: TokenList.symbolCount)

    init(_ codes: [(table: TokenList.Table, code: OptimalHuffmanCode)]) {
        for (table, code) in codes {
            self.codes.replaceSubrange(table.start..<table.start + 256, with: code.codes)
        }
    }

    /// Returns a complete file.
    /// - Parameter header: the bytes before the entropy-coded data.
    func write(_ list: borrowing TokenList, after header: [UInt8]) -> [UInt8] {
        // Each byte can be FF, and then a stuffed byte (a zero) follows it. The last bits and the end marker take at
        // most 8 bytes.
        let capacity = 2 * (bitCount(list.frequencies) / 8) + 8
        return list.withTokens { tokens in
            [UInt8](unsafeUninitializedCapacity: header.count + capacity) { buffer, count in
                guard let start = buffer.baseAddress else { return }
                start.initialize(from: header, count: header.count)
                let end = codes.withUnsafeBufferPointer { Self.write(tokens, $0, to: start + header.count) }
                count = end - start
            }
        }
    }

    /// The number of bits of all codes, and of the bits after them.
    private func bitCount(_ frequencies: [Int]) -> Int {
        zip(frequencies, codes).enumerated().reduce(0) { sum, entry in
            let (symbol, (frequency, code)) = entry
            return sum + frequency * (Int(code & 0xFF) + symbol & 15)
        }
    }

    /// - Parameter start: memory for all bytes.
    /// - Returns: the end of the bytes.
    private static func write(
        _ tokens: UnsafeBufferPointer<UInt32>,
        _ codes: UnsafeBufferPointer<UInt32>,
        to start: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var output = start
        var bits: UInt64 = 0
        var count = 0
        for token in tokens {
            // The low bits of a token are the index of its symbol. This index is less than the number of codes.
            let code = codes[Int(token & UInt32(TokenList.symbolCount - 1))]
            let size = Int(token & 15)
            let length = Int(code & 0xFF) &+ size
            // A token adds at most 27 bits to at most 31 bits, so `bits` has room for all of them.
            bits =
                bits &<< UInt64(truncatingIfNeeded: length) | UInt64(code &>> 8) &<< UInt64(truncatingIfNeeded: size)
                | UInt64(token &>> 16)
            count &+= length
            if count >= 32 {
                count &-= 32
                append(UInt32(truncatingIfNeeded: bits &>> UInt64(truncatingIfNeeded: count)), to: &output)
            }
        }
        // The last byte is filled with ones.
        while count > 0 {
            let filled = bits &<< 8 | 0xFF
            append(UInt8(truncatingIfNeeded: filled &>> UInt64(truncatingIfNeeded: count)), to: &output)
            count &-= 8
        }
        (output[0], output[1]) = (0xFF, 0xD9)
        return output + 2
    }

    @inline(__always)
    private static func append(_ word: UInt32, to output: inout UnsafeMutablePointer<UInt8>) {
        // Without an FF byte, the word needs no stuffed bytes. The addition adds 1 to each byte. If a byte is FF, its
        // highest bit changes from 1 to 0. If no byte is FF, no byte overflows, so no highest bit changes from 1 to 0.
        if word & ~(word &+ 0x0101_0101) & 0x8080_8080 == 0 {
            UnsafeMutableRawPointer(output).storeBytes(of: word.bigEndian, as: UInt32.self)
            output += 4
        } else {
            for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: word &>> shift), to: &output) }
        }
    }

    @inline(__always)
    private static func append(_ byte: UInt8, to output: inout UnsafeMutablePointer<UInt8>) {
        output[0] = byte
        output += 1
        if byte == 0xFF {
            output[0] = 0
            output += 1
        }
    }
}
