/// Decodes the palette indices of a GIF frame. The indices are stored as LZW codes of growing length, in blocks of up
/// to 255 bytes (GIF89a, appendix F).
package struct GIFPixels {
    private static let maxCodes = 4096

    private var reader: ByteReader
    /// The number of unread bytes in the current block.
    private var blockLength = 0
    private var bits: UInt32 = 0
    private var bitCount = 0

    private let codeSize: Int
    private let clearCode: Int
    private var codeLength: Int
    private var nextCode: Int
    private var previous: Int?
    // A code below `clearCode` stands for a string of one index. A code that the data defines stands for the string of
    // its prefix code, followed by one more index.
    private var prefixes = [UInt16](repeating: 0, count: maxCodes)
    private var suffixes = [UInt8](repeating: 0, count: maxCodes)
    private var lengths = [UInt16](repeating: 1, count: maxCodes)

    /// - Parameter offset: the offset of the LZW code size.
    /// - Returns: nil if the code size is invalid.
    package init?(in file: any ByteSource, from offset: Int) {
        reader = ByteReader(file, from: offset)
        guard let size = reader.next(), 1...11 ~= size else { return nil }
        codeSize = Int(size)
        clearCode = 1 << codeSize
        codeLength = codeSize + 1
        nextCode = clearCode + 2
        for index in 0..<min(clearCode, 256) { suffixes[index] = UInt8(index) }
    }

    /// - Parameter count: the number of indices in the frame.
    /// - Returns: the indices. There are fewer than `count` if the data is truncated or broken.
    package mutating func indices(_ count: Int) -> [UInt8] {
        var indices: [UInt8] = []
        indices.reserveCapacity(count)
        while indices.count < count, let code = nextNumber() {
            if code == clearCode {
                codeLength = codeSize + 1
                nextCode = clearCode + 2
                previous = nil
            } else if code == clearCode + 1 || code > nextCode || (code == nextCode && previous == nil) {
                break
            } else {
                append(code, to: &indices, maxCount: count)
            }
        }
        return indices
    }

    private mutating func append(_ code: Int, to indices: inout [UInt8], maxCount: Int) {
        let start = indices.count
        // The data can use a code in the same step that defines the string of this code. This string is the previous
        // string, followed by the first index of the previous string.
        let isNew = code == nextCode
        var current = isNew ? previous ?? 0 : code
        let length = Int(lengths[current])
        indices.append(contentsOf: repeatElement(0, count: length))
        var index = start + length - 1
        while index > start {
            indices[index] = suffixes[current]
            current = Int(prefixes[current])
            index -= 1
        }
        let first = suffixes[current]
        indices[start] = first
        if isNew { indices.append(first) }
        if let previous, nextCode < Self.maxCodes {
            prefixes[nextCode] = UInt16(previous)
            suffixes[nextCode] = first
            lengths[nextCode] = lengths[previous] + 1
            nextCode += 1
            if nextCode == 1 << codeLength, codeLength < 12 { codeLength += 1 }
        }
        previous = code
        if indices.count > maxCount { indices.removeLast(indices.count - maxCount) }
    }

    /// Returns the next code, or nil at the end of the data.
    private mutating func nextNumber() -> Int? {
        while bitCount < codeLength {
            if blockLength == 0 {
                guard let length = reader.next(), length > 0 else { return nil }
                blockLength = Int(length)
            }
            guard let byte = reader.next() else { return nil }
            blockLength -= 1
            bits |= UInt32(byte) << UInt32(bitCount)
            bitCount += 8
        }
        let code = Int(bits & (1 << UInt32(codeLength) - 1))
        bits >>= UInt32(codeLength)
        bitCount -= codeLength
        return code
    }
}
