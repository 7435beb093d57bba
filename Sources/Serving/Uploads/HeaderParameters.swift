import ImageSpecs

/// A header with parameters, such as `multipart/form-data; boundary="a"` (RFC 9110, 5.6.6).
struct HeaderParameters {
    let value: String
    private var parameters: [String: String] = [:]

    init(_ header: String) {
        var rest = header[...]
        value = rest.prefix { $0 != ";" }.trimmingSpaces
        rest = rest.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst()
            let name = rest.prefix { $0 != "=" && $0 != ";" }.trimmingSpaces.lowercased()
            rest = rest.drop { $0 != "=" && $0 != ";" }
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let text = rest.first == "\"" ? Self.quoted(&rest) : rest.prefix { $0 != ";" }.trimmingSpaces
            rest = rest.drop { $0 != ";" }
            if parameters[name] == nil { parameters[name] = text }
        }
    }

    subscript(name: String) -> String? { parameters[name] }

    /// Reads a text in quotation marks. For a quotation mark in the text, browsers write `%22`, and other clients write
    /// `\"`. Only `\"` and `\\` are decoded.
    private static func quoted(_ rest: inout Substring) -> String {
        var text = ""
        rest = rest.dropFirst()
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", rest.first == "\"" || rest.first == "\\", let next = rest.popFirst() {
                text.append(next)
            } else {
                text.append(character)
            }
        }
        return text
    }
}
