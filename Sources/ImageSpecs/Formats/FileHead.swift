/// The first bytes of a file, by which its format is recognized.
package struct FileHead: Sendable {
    /// The maximum number of bytes that are examined to recognize a format.
    package static let length = 1024

    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the file has these bytes at an offset.
    func has(_ expected: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: expected) }

    func has(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
}
