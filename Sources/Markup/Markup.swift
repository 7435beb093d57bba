/// All HTML that imagekit writes. The functions are pure: attributes and URLs in, text out.
package enum Markup {
    /// Escapes text for HTML like Python's `html.escape`: it is safe between tags and in quoted attributes.
    package static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#x27;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The attributes of a tag, each with a space before it.
    static func written(_ attributes: [HTMLAttribute]) -> String {
        attributes.map { " \(escape($0.name))=\"\(escape($0.value))\"" }.joined()
    }
}
