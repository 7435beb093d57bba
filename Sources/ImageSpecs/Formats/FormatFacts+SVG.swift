extension FormatFacts {
    static let svg = FormatFacts(readOnlyBy: .libvips("svg", isTrusted: false), recognizes: isSVG)

    /// Whether the first bytes are a text that starts with `<` and contains the start of an `svg` element. White space
    /// and byte order marks before the text are ignored. Compressed SVG is not supported, because its unpacked size has
    /// no limit.
    private static func isSVG(_ head: FileHead) -> Bool {
        let text = String(decoding: head.bytes, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        return text.hasPrefix("<") && text.contains("<svg")
    }
}
