/// Converts EXIF texts from the notation in which libvips reports them to a notation that libvips writes correctly.
/// libvips reports a text as `TEXT (DESCRIPTION, ASCII, N components, N bytes)`. When it writes this notation, it drops
/// everything from the last opening bracket on.
///
/// The description repeats the brackets of the text, and that of a copyright notice has its own: `me (me (Photographer)
/// - [None] (Editor), ASCII, …)`. For such a description, libvips would write more than the text.
package enum EXIFText {
    private static let bracket = Array(" (".utf8)

    /// Returns the text with a description without brackets. It returns nil if the argument does not describe a text.
    package static func writable(_ note: String) -> String? {
        let bytes = Array(note.utf8)
        guard let count = componentCount(note), let end = textEnd(bytes, count: count) else { return nil }
        // Remove trailing blanks, because libvips 8.18 adds one to a copyright notice each time that it writes the
        // notice.
        let text = bytes[..<end].reversed().drop { $0 == UInt8(ascii: " ") }.reversed()
        return String(decoding: text, as: UTF8.self) + " (ASCII)"
    }

    /// Returns the number of bytes of the text, including the zero at its end if there is one.
    private static func componentCount(_ note: String) -> Int? {
        let parts = note.split(separator: ", ", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[parts.count - 3] == "ASCII" else { return nil }
        return parts[parts.count - 2].split(separator: " ").first.flatMap { Int($0) }
    }

    private static func textEnd(_ bytes: [UInt8], count: Int) -> Int? {
        let brackets = bytes.indices.filter { bytes[$0...].starts(with: bracket) }
        // libvips truncates long notes, so the count that was found can be a part of the text. Use it only if a bracket
        // is at that offset.
        let counted = [count &- 1, count].filter(brackets.contains)
        // A text of two parts has a zero in its middle, and libvips reports only the first part. So the count can be
        // too large. Then the end of the text is the bracket after which the description repeats the text.
        let repeated = (counted + brackets).first { end in bytes[(end + 2)...].starts(with: bytes[..<end]) }
        return repeated ?? counted.first
    }
}
