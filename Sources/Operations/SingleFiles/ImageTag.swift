import DjangoImport
import Registry

/// An attribute of an `<img>` tag.
package struct HTMLAttribute: Hashable, Sendable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Parses a text such as `alt=A dog`. Returns nil if the name or the `=` is missing. Also returns nil if the name
    /// contains white space, because HTML would read it as two attributes.
    package init?(_ text: String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex,
            !text[..<equals].contains(where: \.isWhitespace)
        else { return nil }
        self.init(String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
}

extension [HTMLAttribute] {
    var giveSize: Bool { contains { $0.name == "width" || $0.name == "height" } }

    /// Sets an attribute. An existing attribute keeps its position, as in a Python dictionary.
    fileprivate mutating func set(_ name: String, _ value: String) {
        if let index = firstIndex(where: { $0.name == name }) {
            self[index] = HTMLAttribute(name, value)
        } else {
            append(HTMLAttribute(name, value))
        }
    }
}

/// An `<img>` tag such as `<img alt="A dog" width="100" height="50" src="/media/….jpg" />`. The order of the attributes
/// and the escapes are the same as in django-imagekit's tags.
struct ImageTag {
    private var attributes: [HTMLAttribute] = []

    init(
        attributes given: [HTMLAttribute],
        url: String,
        size: (width: Int, height: Int)?,
        srcset: [(url: String, density: PixelDensity)]
    ) {
        for attribute in given { attributes.set(attribute.name, attribute.value) }
        // If only a width or a height is given, the browser computes the other one in proportion.
        if let size, !given.giveSize {
            attributes.set("width", String(size.width))
            attributes.set("height", String(size.height))
        }
        attributes.set("src", url)
        guard !srcset.isEmpty else { return }
        let scaled = srcset.map { "\($0.url) \($0.density.text)x" }
        attributes.set("srcset", (["\(url) 1x"] + scaled).joined(separator: " , "))
    }

    var text: String {
        let written = attributes.map { "\(Self.escape($0.name))=\"\(Self.escape($0.value))\"" }
        return "<img \(written.joined(separator: " ")) />"
    }

    /// Escapes like Python's `html.escape`.
    private static func escape(_ text: String) -> String {
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
}
