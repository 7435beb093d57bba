/// Converts EXIF texts from the notation in which libvips reports them to a notation that libvips writes correctly.
/// libvips reports a text as `TEXT (DESCRIPTION, ASCII, N components, N bytes)`. When libvips writes this notation, it
/// drops everything from the last opening bracket on.
///
/// The description repeats the text, with its brackets. The description of a copyright notice also has brackets of its
/// own: `me (me (Photographer) - [None] (Editor), ASCII, …)`. In both cases, the last opening bracket is inside the
/// description. So if libvips wrote the reported notation, the file would contain a part of the description.
package enum EXIFText {
    private static let bracket = Array(" (".utf8)

    /// Returns the text, followed by ` (ASCII)`. Returns nil if `note` does not describe a text.
    package static func writable(_ note: String) -> String? {
        let bytes = Array(note.utf8)
        guard let count = componentCount(note), let end = textEnd(bytes, count: count) else { return nil }
        // Remove trailing blanks, because libvips 8.18 adds a blank to a copyright notice each time that it writes the
        // notice.
        let text = bytes[..<end].reversed().drop { $0 == UInt8(ascii: " ") }.reversed()
        return String(decoding: text, as: UTF8.self) + " (ASCII)"
    }

    /// Returns the number of bytes that `note` states, which includes the zero at the end of the text if there is one.
    private static func componentCount(_ note: String) -> Int? {
        let parts = note.split(separator: ", ", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[parts.count - 3] == "ASCII" else { return nil }
        return parts[parts.count - 2].split(separator: " ").first.flatMap { Int($0) }
    }

    private static func textEnd(_ bytes: [UInt8], count: Int) -> Int? {
        let brackets = bytes.indices.filter { bytes[$0...].starts(with: bracket) }
        // libvips cuts off the end of a long note, and with it the count. If the text itself contains words such as
        // `, ASCII, 5 components`, `count` is the number in these words. So ignore a count unless a bracket follows a
        // text of this length. The count usually includes a zero after the text.
        let counted = [count &- 1, count].filter(brackets.contains)
        // The count is too large for a copyright notice of two parts: it includes both parts, but libvips reports only
        // the first. So first search for the bracket after which the description repeats the text, as in
        // `me (me (Photographer) …`. Use the count only if there is no such bracket.
        let repeated = (counted + brackets).first { end in bytes[(end + 2)...].starts(with: bytes[..<end]) }
        return repeated ?? counted.first
    }
}
