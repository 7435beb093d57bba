/// The orientation in the EXIF data of a JPEG.
package enum EXIFOrientation {
    private static let prefix = Array("Exif\0\0".utf8)
    private static let tag = 0x0112
    /// The type of an unsigned number of 16 bits.
    private static let short = 3

    /// Returns the orientation. It is 1 if the EXIF data has no orientation, or an orientation outside of 1 to 8.
    /// - Parameter segment: the content of a segment that starts with `Exif`.
    /// - Returns: nil if the structure of the data is invalid, or if the orientation occurs twice, has a wrong type, or
    ///   does not have exactly one value. Readers of EXIF treat such data in different ways.
    package static func read(_ segment: ArraySlice<UInt8>) -> Int? {
        guard segment.starts(with: prefix) else { return nil }
        let data = Array(segment.dropFirst(prefix.count))
        let isLittleEndian: Bool
        switch data.prefix(4) {
        case [0x49, 0x49, 42, 0]: isLittleEndian = true
        case [0x4D, 0x4D, 0, 42]: isLittleEndian = false
        default: return nil
        }
        func number(_ offset: Int, _ count: Int) -> Int {
            let bytes = data[offset..<offset + count]
            return isLittleEndian ? bytes.littleEndian : bytes.bigEndian
        }
        guard data.count >= 8 else { return nil }
        let directory = number(4, 4)
        guard directory >= 8, directory + 2 <= data.count else { return nil }
        let entries = directory + 2
        let count = number(directory, 2)
        guard entries + 12 * count <= data.count else { return nil }
        let found = (0..<count).map { entries + 12 * $0 }.filter { number($0, 2) == tag }
        guard let entry = found.first else { return 1 }
        guard found.count == 1, number(entry + 2, 2) == short, number(entry + 4, 4) == 1 else { return nil }
        let orientation = number(entry + 8, 2)
        return 1...8 ~= orientation ? orientation : 1
    }
}
