extension JSONText {
    private static let lineWidth = 110
    private static let step = 4

    /// The text with line breaks. The outermost object or array, and each object or array directly in it, span several
    /// lines unless they are empty, because they usually get more members later. Every other object or array is on one
    /// line if it fits there. In an object or array on several lines, each member or element starts its own line,
    /// indented by four spaces.
    package var laidOut: String {
        var text = ""
        layOut(into: &text, indentation: 0, room: Self.lineWidth)
        return text + "\n"
    }

    /// - Parameter room: the number of characters left on the line.
    private func layOut(into text: inout String, indentation: Int, room: Int) {
        let line = onOneLine
        let parts: [(key: String, value: JSONText)]
        switch self {
        case .array(let elements): parts = elements.map { ("", $0) }
        case .object(let members): parts = members.map { (JSONText.string($0.key).text + ": ", $0.value) }
        default: parts = []
        }
        guard !parts.isEmpty, indentation <= Self.step || line.count > room else { return text += line }
        let inner = indentation + Self.step
        text.append(line.first ?? " ")
        for (index, part) in parts.enumerated() {
            text += (index == 0 ? "\n" : ",\n") + String(repeating: " ", count: inner) + part.key
            // One character is reserved for a comma.
            part.value.layOut(into: &text, indentation: inner, room: Self.lineWidth - inner - part.key.count - 1)
        }
        text += "\n" + String(repeating: " ", count: indentation)
        text.append(line.last ?? " ")
    }

    private var onOneLine: String {
        switch self {
        case .array(let elements): "[" + elements.map(\.onOneLine).joined(separator: ", ") + "]"
        case .object(let members) where !members.isEmpty:
            "{ " + members.map { JSONText.string($0.key).text + ": " + $0.value.onOneLine }.joined(separator: ", ")
                + " }"
        default: text
        }
    }
}
