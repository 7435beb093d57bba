/// A directory of a TIFF or BigTIFF (TIFF 6.0, section 2): the tags that describe a picture.
package struct TIFFDirectory {
    /// The type of a tag's values.
    package enum Kind: Int {
        case byte = 1
        case text, short, long, rational, signedByte, bytes, signedShort, signedLong, signedRational, float, double,
            directory
        case long8 = 16
        case signedLong8, directory8

        package var length: Int {
            switch self {
            case .byte, .text, .signedByte, .bytes: 1
            case .short, .signedShort: 2
            case .long, .signedLong, .float, .directory: 4
            case .rational, .signedRational, .double, .long8, .signedLong8, .directory8: 8
            }
        }
    }

    /// The values of a tag: their type, their number, and their location in the file.
    package struct Entry {
        package let kind: Kind
        package let count: Int
        /// The offset of the first value.
        package let offset: Int
    }

    package let isLittleEndian: Bool
    /// Whether the file is a BigTIFF, with offsets of eight bytes.
    package let isBig: Bool
    package let entries: [Int: Entry]
    private let file: any ByteSource

    /// - Parameter offset: the offset of the directory. Nil stands for the first directory.
    /// - Throws: `ContainerError` for a file without a complete directory.
    package init(of file: any ByteSource, at offset: Int? = nil) throws(ContainerError) {
        let head = file.read(at: 0, count: 16)
        guard head.count >= 8 else { throw .corrupt("the file ends in its header") }
        let isLittle = head[0] == 0x49
        let isBig = head[isLittle ? 2 : 3] == 43
        func number(_ bytes: ArraySlice<UInt8>) -> Int { TIFFDirectory.number(bytes, isLittle: isLittle) }

        let wide = isBig ? 8 : 4
        guard head.count >= 2 * wide else { throw .corrupt("the file ends in its header") }
        let start = offset ?? number(head[wide..<2 * wide])
        let counted = file.read(at: start, count: isBig ? 8 : 2)
        guard counted.count == (isBig ? 8 : 2) else {
            throw .corrupt("its directory should begin at byte \(start), but the file has only \(file.byteCount) bytes")
        }
        let count = number(counted[...])
        let entryLength = isBig ? 20 : 12
        // The limit is 65,535 entries, because in a TIFF, the count has two bytes. In a BigTIFF, the count has eight
        // bytes, but a tag has only two bytes, so no valid directory exceeds the limit.
        guard 1...Int(UInt16.max) ~= count else { throw .corrupt("its directory cannot have \(count) entries") }
        let bytes = file.read(at: start + counted.count, count: count * entryLength)
        guard bytes.count == count * entryLength else {
            throw .corrupt("the file ends in its directory of \(count) entries")
        }
        var entries: [Int: Entry] = [:]
        for index in stride(from: 0, to: bytes.count, by: entryLength) {
            let values = index + entryLength - wide
            guard let kind = Kind(rawValue: number(bytes[index + 2..<index + 4])) else { continue }
            let count = number(bytes[index + 4..<values])
            // Skip a tag without values, and a tag whose count is too large for any file. A count of eight bytes can
            // also be negative, because it is read as a signed number.
            guard count > 0, count <= Int.max / 16 else { continue }
            let isInPlace = count * kind.length <= wide
            let offset = isInPlace ? start + counted.count + values : number(bytes[values..<values + wide])
            let tag = number(bytes[index..<index + 2])
            if entries[tag] == nil { entries[tag] = Entry(kind: kind, count: count, offset: offset) }
        }
        self.file = file
        self.isLittleEndian = isLittle
        self.isBig = isBig
        self.entries = entries
    }

    private static func number(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> Int {
        let highestFirst = isLittle ? Array(bytes.reversed()) : Array(bytes)
        return Int(truncatingIfNeeded: highestFirst.reduce(UInt(0)) { $0 << 8 | UInt($1) })
    }

    /// Returns the unsigned integers of a tag.
    /// - Parameter maxCount: the maximum number of values to read.
    /// - Returns: nil if the tag is missing, has another type, or is truncated.
    package func numbers(_ tag: Int, maxCount: Int = 1024) -> [Int]? {
        guard let entry = entries[tag], [.byte, .short, .long, .long8, .directory, .directory8].contains(entry.kind)
        else {
            return nil
        }
        return values(entry, maxCount: maxCount) { Self.number($0, isLittle: isLittleEndian) }
    }

    /// Returns the first unsigned integer of a tag. Returns nil if the tag is missing, has another type, or is
    /// truncated.
    package func number(_ tag: Int) -> Int? { numbers(tag, maxCount: 1)?.first }

    /// Returns the unsigned fractions of a tag. Returns nil if the tag is missing, has another type, or is truncated.
    package func fractions(_ tag: Int) -> [Double]? {
        guard let entry = entries[tag], entry.kind == .rational else { return nil }
        return values(entry, maxCount: 16) { bytes in
            let middle = bytes.startIndex + 4
            let divisor = Self.number(bytes[middle...], isLittle: isLittleEndian)
            return divisor == 0 ? 0 : Double(Self.number(bytes[..<middle], isLittle: isLittleEndian)) / Double(divisor)
        }
    }

    /// Returns the bytes of a tag, such as a profile. Returns nil if the tag is missing, has another type, or is
    /// truncated.
    package func bytes(_ tag: Int) -> [UInt8]? {
        guard let entry = entries[tag], entry.kind == .byte || entry.kind == .bytes, entry.offset >= 0,
            entry.count <= file.byteCount
        else { return nil }
        let bytes = file.read(at: entry.offset, count: entry.count)
        return bytes.count == entry.count ? bytes : nil
    }

    private func values<Value>(_ entry: Entry, maxCount: Int, _ read: (ArraySlice<UInt8>) -> Value) -> [Value]? {
        let (count, length) = (min(entry.count, maxCount), entry.kind.length)
        // Check before memory is allocated, because a small file can declare a huge number of values.
        guard entry.offset >= 0, count * length <= file.byteCount - min(entry.offset, file.byteCount) else {
            return nil
        }
        let bytes = file.read(at: entry.offset, count: count * length)
        guard bytes.count == count * length else { return nil }
        return (0..<count).map { read(bytes[$0 * length..<($0 + 1) * length]) }
    }
}
