import Foundation

/// A text of EXIF as libvips notes it, `TEXT (DESCRIPTION, ASCII, N components, N bytes)`, and as libvips must be given
/// it to write the text alone.
///
/// libvips writes what stands before the last bracket that opens, and its description repeats the brackets of the text;
/// that of a copyright has brackets of its own: `me (me (Photographer) - [None] (Editor), ASCII, …)`.
package enum EXIFText {
    private static let bracket = Array(" (".utf8)

    /// The note for the same text with a description that has no brackets; nil where it is no note of a text.
    package static func writable(_ note: String) -> String? {
        let bytes = Array(note.utf8)
        guard let count = componentCount(note), let end = textEnd(bytes, count: count) else { return nil }
        return String(decoding: bytes[..<end], as: UTF8.self) + " (ASCII)"
    }

    /// How many bytes the text has with the zero at its end, where there is one.
    private static func componentCount(_ note: String) -> Int? {
        let parts = note.components(separatedBy: ", ")
        guard parts.count >= 4, parts[parts.count - 3] == "ASCII" else { return nil }
        return parts[parts.count - 2].split(separator: " ").first.flatMap { Int($0) }
    }

    private static func textEnd(_ bytes: [UInt8], count: Int) -> Int? {
        let brackets = bytes.indices.filter { bytes[$0...].starts(with: bracket) }
        // libvips cuts long notes, and then what stands where the count is may be the text's own.
        let counted = [count &- 1, count].filter(brackets.contains)
        // A text of two parts has a zero in its middle too, and is noted up to that.
        let repeated = (counted + brackets).first { end in bytes[(end + 2)...].starts(with: bytes[..<end]) }
        return repeated ?? counted.first
    }
}
