import Foundation

/// EXIF texts in the two notations of libvips. libvips shows a text as `TEXT (DESCRIPTION, ASCII, N components, N
/// bytes)`. When it writes this form back, it drops everything from the last opening bracket on.
///
/// The description repeats the brackets of the text, and a copyright notice adds its own: `me (me (Photographer) -
/// [None] (Editor), ASCII, …)`. Then libvips would write more than the text.
package enum EXIFText {
    private static let bracket = Array(" (".utf8)

    /// Returns the same text with a description without brackets. It is nil if the argument does not describe a text.
    package static func writable(_ note: String) -> String? {
        let bytes = Array(note.utf8)
        guard let count = componentCount(note), let end = textEnd(bytes, count: count) else { return nil }
        // libvips 8.18 adds a blank to a copyright each time that it writes one.
        let text = bytes[..<end].reversed().drop { $0 == UInt8(ascii: " ") }.reversed()
        return String(decoding: text, as: UTF8.self) + " (ASCII)"
    }

    /// Returns the number of bytes of the text, including the zero at its end if there is one.
    private static func componentCount(_ note: String) -> Int? {
        let parts = note.components(separatedBy: ", ")
        guard parts.count >= 4, parts[parts.count - 3] == "ASCII" else { return nil }
        return parts[parts.count - 2].split(separator: " ").first.flatMap { Int($0) }
    }

    private static func textEnd(_ bytes: [UInt8], count: Int) -> Int? {
        let brackets = bytes.indices.filter { bytes[$0...].starts(with: bracket) }
        // libvips cuts long notes, so the text itself can contain something that looks like a count.
        let counted = [count &- 1, count].filter(brackets.contains)
        // A text of two parts also has a zero in its middle, and libvips shows only the first part.
        let repeated = (counted + brackets).first { end in bytes[(end + 2)...].starts(with: bytes[..<end]) }
        return repeated ?? counted.first
    }
}
