import Files
import SystemPackage

/// The fields of a state file's header that keep their meaning in all versions (sqlite.org/fileformat.html, 1.3).
enum StateHeader {
    static let changeCounter = 24..<28
    /// `user_version`: the version of the state.
    static let version = 60..<64
    /// `application_id`: the seal.
    static let seal = 68..<72
    /// Two fields: the value of the change counter at the last write, and the version of the SQLite library that wrote
    /// the file.
    static let versions = 92..<100
    /// The length of the header (100 bytes), rounded up to a multiple of 32, which `XXHash64.add` requires.
    static let length = 128

    /// Reads a field; nil if the file does not exist or ends before the end of the field.
    static func read(_ field: Range<Int>, of path: String) -> Int32? {
        guard let file = try? RegularFile(path) else { return nil }
        var value: Int32 = 0
        let count = withUnsafeMutableBytes(of: &value) {
            try? file.descriptor.read(fromAbsoluteOffset: Int64(field.lowerBound), into: $0)
        }
        return count == 4 ? Int32(bigEndian: value) : nil
    }

    /// Whether a file starts as every SQLite database does.
    static func isDatabase(_ path: String) -> Bool {
        let magic = Array("SQLite format 3\0".utf8)
        return stride(from: 0, to: 16, by: 4).allSatisfy { offset in
            let expected = magic[offset..<offset + 4].reduce(Int32(0)) { $0 << 8 | Int32($1) }
            return read(offset..<offset + 4, of: path) == expected
        }
    }
}
