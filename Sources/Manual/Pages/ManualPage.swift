/// A manual page in mdoc(7).
struct ManualPage {
    /// The date of the texts, in the form that mdoc requires. Change it for a release.
    static let date = "November 27, 2026"

    let name: String
    let section: Int
    private(set) var text: String

    /// - Parameter version: the version of imagekit, for the footer.
    init(_ name: String, section: Int, summary: String, version: String) {
        self.name = name
        self.section = section
        text = """
            .\\" Generated from the declarations of the commands and the tables of facts: run make generate.
            .Dd \(Self.date)
            .Dt \(name.uppercased()) \(section)
            .Os "imagekit \(version)"
            .Sh NAME
            .Nm \(name)
            .Nd \(Self.escaped(summary.last == "." ? String(summary.dropLast()) : summary))

            """
    }

    mutating func heading(_ title: String) { text += ".Sh \(title)\n" }

    /// A line with a macro. The arguments must be escaped.
    mutating func macro(_ line: String) { text += ".\(line)\n" }

    mutating func paragraph(_ prose: String) {
        if !text.endsWithHeading { text += ".Pp\n" }
        text += Self.lines(prose)
    }

    /// A list of terms with their descriptions. A term is a macro without its dot, such as `Fl r`.
    mutating func list(_ items: [(term: String, text: String)]) {
        guard !items.isEmpty else { return }
        text += ".Bl -tag -width Ds\n"
        for item in items { text += ".It \(item.term)\n" + Self.lines(item.text) }
        text += ".El\n"
    }

    /// A literal block.
    mutating func code(_ lines: String) {
        text += ".Bd -literal -offset indent\n"
        text += lines.split(separator: "\n", omittingEmptySubsequences: false).map { Self.escaped(String($0)) + "\n" }
            .joined()
        text += ".Ed\n"
    }

    /// Starts a new line after each sentence, as mdoc requires.
    private static func lines(_ prose: String) -> String {
        let sentences = prose.replacing(/([.!?]) (?=[A-Z"])/) { "\($0.1)\n" }
        return sentences.split(separator: "\n").map { escaped(String($0)) + "\n" }.joined()
    }

    /// Escapes a line of text.
    static func escaped(_ text: String) -> String {
        let text = text.replacing("\\", with: "\\e").replacing("~", with: "\\(ti").replacing("^", with: "\\(ha")
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    /// Escapes and quotes an argument of a macro. In quotes, the names of macros and punctuation have no special
    /// meaning.
    static func argument(_ text: String) -> String {
        "\"\(escaped(text).replacing("\"", with: "\\(dq"))\""
    }
}

extension String {
    fileprivate var endsWithHeading: Bool {
        split(separator: "\n").last.map { $0.hasPrefix(".Sh ") || $0.hasPrefix(".Ss ") } ?? false
    }
}
