extension String {
    /// The text without Markdown: the text of each link instead of the link, and code without its marks.
    ///
    /// Every start of imagekit computes the help of all options with this function. So this function uses no regular
    /// expression, because the compilation of one would take longer than the rest of the help.
    package var withoutMarkdown: String {
        var plain: [UInt8] = []
        var rest = utf8.filter { $0 != UInt8(ascii: "`") }[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "[")) {
            plain += rest[..<start]
            rest = rest[(start + 1)...]
            if let textEnd = rest.firstIndex(of: UInt8(ascii: "]")), rest[(textEnd + 1)...].first == UInt8(ascii: "("),
                let end = rest[textEnd...].firstIndex(of: UInt8(ascii: ")"))
            {
                plain += rest[..<textEnd]
                rest = rest[(end + 1)...]
            } else {
                plain.append(UInt8(ascii: "["))
            }
        }
        return String(decoding: plain + rest, as: UTF8.self)
    }
}
