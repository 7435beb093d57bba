/// Reads compressed data (RFC 1950 and RFC 1951) to find its end, without decompressing it. A decoder ignores the bytes
/// after the end. So these bytes can contain private data. `PNGFile` refuses a file with such bytes.
enum ZlibStream {
    /// Returns the length of the decompressed data.
    /// - Returns: nil if the data is broken, or does not end at the end of the bytes.
    static func length(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 6, bytes[0] & 15 == 8, bytes[0] >> 4 <= 7, bytes[0..<2].bigEndian % 31 == 0,
            bytes[1] & 0x20 == 0
        else { return nil }
        var reader = DeflateReader(bytes)
        guard let length = reader.readBlocks(), reader.end == bytes.count - 4 else { return nil }
        return length
    }
}

/// Reads the blocks of Deflate.
private struct DeflateReader {
    private let bytes: [UInt8]
    /// The index of the next bit. The bits of a byte are counted from the lowest bit.
    private var index = 16

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The index of the first unread byte.
    var end: Int { (index + 7) / 8 }

    /// - Returns: the decompressed length of all blocks.
    mutating func readBlocks() -> Int? {
        var length = 0
        while true {
            guard let isLast = next(1), let kind = next(2) else { return nil }
            let added: Int?
            switch kind {
            case 0: added = stored()
            case 1: added = compressed(.fixedLengths, .fixedDistances)
            case 2: added = ownCodes()
            default: added = nil
            }
            guard let added, added <= 1 << 40 else { return nil }
            length += added
            if isLast == 1 { return length }
        }
    }

    private mutating func next(_ count: Int) -> Int? {
        guard index + count <= bytes.count * 8 else { return nil }
        var value = 0
        for shift in 0..<count {
            value |= Int(bytes[index >> 3] >> UInt8(index & 7) & 1) << shift
            index += 1
        }
        return value
    }

    private mutating func next(_ code: DeflateCode) -> Int? {
        var (value, first, offset) = (0, 0, 0)
        for length in 1..<16 {
            guard index < bytes.count * 8 else { return nil }
            value = value << 1 | Int(bytes[index >> 3] >> UInt8(index & 7) & 1)
            index += 1
            let count = code.counts[length]
            if value - first < count { return code.symbols[offset + value - first] }
            offset += count
            first = (first + count) << 1
        }
        return nil
    }

    private mutating func stored() -> Int? {
        index = (index + 7) / 8 * 8
        guard let length = next(16), let complement = next(16), length ^ complement == 0xFFFF,
            index + length * 8 <= bytes.count * 8
        else { return nil }
        index += length * 8
        return length
    }

    private mutating func ownCodes() -> Int? {
        guard let lengths = next(5), let distances = next(5), let codes = next(4), lengths < 30, distances < 30 else {
            return nil
        }
        var own = [Int](repeating: 0, count: 19)
        for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(codes + 4) {
            guard let length = next(3) else { return nil }
            own[symbol] = length
        }
        guard let code = DeflateCode(own) else { return nil }
        let total = lengths + 257 + distances + 1
        var all: [Int] = []
        while all.count < total {
            guard let symbol = next(code) else { return nil }
            switch symbol {
            case 16:
                guard let last = all.last, let more = next(2) else { return nil }
                all += [Int](repeating: last, count: more + 3)
            case 17:
                guard let more = next(3) else { return nil }
                all += [Int](repeating: 0, count: more + 3)
            case 18:
                guard let more = next(7) else { return nil }
                all += [Int](repeating: 0, count: more + 11)
            default: all.append(symbol)
            }
        }
        guard all.count == total, let first = DeflateCode(Array(all[..<(lengths + 257)])),
            let second = DeflateCode(Array(all[(lengths + 257)...]))
        else { return nil }
        return compressed(first, second)
    }

    private mutating func compressed(_ lengths: DeflateCode, _ distances: DeflateCode) -> Int? {
        var count = 0
        while let symbol = next(lengths) {
            if symbol < 256 {
                count += 1
            } else if symbol == 256 {
                return count
            } else {
                guard symbol < 286, let length = DeflateCode.length(symbol - 257, next(DeflateCode.bits(symbol - 257))),
                    let distance = next(distances), distance < 30, next(max(0, distance / 2 - 1)) != nil
                else { return nil }
                count += length
            }
        }
        return nil
    }
}

/// A Huffman code of Deflate.
private struct DeflateCode {
    /// The number of codes of each length.
    let counts: [Int]
    /// The symbols in the order of their codes.
    let symbols: [Int]

    /// - Returns: nil if there are more codes than the lengths permit.
    init?(_ lengths: [Int]) {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths { counts[length] += 1 }
        counts[0] = 0
        var left = 1
        for count in counts.dropFirst() {
            left = left << 1 - count
            guard left >= 0 else { return nil }
        }
        self.counts = counts
        symbols = (1..<16).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
    }

    static let fixedLengths =
        DeflateCode(
            [8].repeated(144) + [9].repeated(112) + [7].repeated(24) + [8].repeated(8)
        ) ?? DeflateCode()
    static let fixedDistances = DeflateCode([5].repeated(30)) ?? DeflateCode()

    private init() { (counts, symbols) = ([Int](repeating: 0, count: 16), []) }

    /// Returns the number of additional bits after the code of a length.
    static func bits(_ code: Int) -> Int { code < 8 || code == 28 ? 0 : code / 4 - 1 }

    /// - Parameter more: the value of the additional bits. It is nil if there are too few bits.
    static func length(_ code: Int, _ more: Int?) -> Int? {
        guard let more else { return nil }
        if code < 8 { return 3 + code }
        if code == 28 { return 258 }
        return 3 + (4 + code % 4) << (code / 4 - 1) + more
    }
}

extension [Int] {
    fileprivate func repeated(_ count: Int) -> [Int] { (0..<count).flatMap { _ in self } }
}
