/// The functions that write the HTML of images. They are pure: the result depends only on the arguments.
package enum Markup {
    /// Escapes text for HTML like Python's `html.escape`. The result is safe between tags and in quoted attributes.
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

    /// Returns the attributes of a tag as HTML. Each attribute has a space before it.
    static func written(_ attributes: [HTMLAttribute]) -> String {
        attributes.map { " \(escape($0.name))=\"\(escape($0.value))\"" }.joined()
    }
}
