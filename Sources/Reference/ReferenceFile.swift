import JSON

/// A file of the repository that contains generated parts. The rest of the file is written by hand, so it does not
/// change.
package struct ReferenceFile: Sendable {
    /// The path in the repository.
    package let path: String
    let parts: [ReferencePart]

    /// Every file with generated parts.
    package static let all = Dictionary(grouping: ReferencePart.all, by: \.file)
        .map { ReferenceFile(path: $0.key, parts: $0.value) }
        .sorted { $0.path < $1.path }

    /// Returns the text of the file after replacing its generated parts.
    package func updating(_ text: String) throws(ReferenceError) -> String {
        path.hasSuffix(".json") ? try updatingJSON(text) : try updatingPage(text)
    }

    private func updatingPage(_ page: String) throws(ReferenceError) -> String {
        var page = page
        for part in parts {
            guard case .markdown(let content) = part.content else { throw .wrongKind(part: part.name, file: path) }
            let start = "<!-- generated: \(part.name) -->\n"
            let end = "<!-- end: \(part.name) -->"
            let halves = page.components(separatedBy: start)
            let rest = halves.count == 2 ? halves[1].components(separatedBy: end) : []
            guard rest.count == 2 else { throw .noMarkers(part: part.name, file: path) }
            let newline = content.hasSuffix("\n") ? "" : "\n"
            page = "\(halves[0])\(start)\(content)\(newline)\(end)\(rest[1])"
        }
        return page
    }

    private func updatingJSON(_ text: String) throws(ReferenceError) -> String {
        var json: JSONText
        do { json = try JSONText(parsing: text) } catch { throw .unreadable(file: path, reason: "\(error)") }
        var definitions = json["$defs"]?.removingGenerated(except: parts.map(\.name))
        for part in parts {
            switch part.content {
            case .definition(let content):
                definitions = (definitions ?? [:]).setting(part.name, to: content.markedAsGenerated)
            case .member(let content): json = json.setting(part.name, to: content)
            case .markdown: throw .wrongKind(part: part.name, file: path)
            }
        }
        return (definitions.map { json.setting("$defs", to: $0) } ?? json).laidOut
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}

extension JSONText {
    private static let mark = "Generated. Change the table in Sources and run make generate."

    /// Returns the definition with a comment that marks it as generated. Definitions without this comment are written
    /// by hand.
    fileprivate var markedAsGenerated: JSONText {
        .object([Member(key: "$comment", value: .string(Self.mark))]).adding(members)
    }

    /// Returns the definitions that are written by hand, and the generated definitions with these names.
    fileprivate func removingGenerated(except names: [String]) -> JSONText {
        .object(members.filter { names.contains($0.key) || $0.value["$comment"] != .string(Self.mark) })
    }
}
