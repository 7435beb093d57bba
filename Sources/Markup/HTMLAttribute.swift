/// An attribute of an HTML tag.
package struct HTMLAttribute: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Parses `alt=A dog`.
    /// - Returns: nil if the text has no name or no `=`. Also nil if the name contains a character that cannot be part
    ///   of a name in HTML, because a browser could then read several attributes.
    package init?(_ text: String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex,
            !text[..<equals].unicodeScalars.contains(where: Self.endsName)
        else { return nil }
        self.init(String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    private static func endsName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7F
            || "/><\"'".unicodeScalars.contains(scalar)
    }
}

extension [HTMLAttribute] {
    /// Whether the attributes contain the width or the height of the image.
    package var giveSize: Bool { contains { $0.name == "width" || $0.name == "height" } }

    package subscript(name: String) -> String? { last { $0.name == name }?.value }

    /// Sets the value of an attribute. If the array already contains the attribute, its position does not change, as in
    /// a Python dictionary.
    mutating func set(_ name: String, _ value: String) {
        if let index = firstIndex(where: { $0.name == name }) {
            self[index] = HTMLAttribute(name, value)
        } else {
            append(HTMLAttribute(name, value))
        }
    }

    /// Returns the attributes without duplicates. An attribute has the position of its first occurrence and the value
    /// of its last one.
    var withoutDuplicates: [HTMLAttribute] {
        var result: [HTMLAttribute] = []
        var indices: [String: Int] = [:]
        for attribute in self {
            if let index = indices[attribute.name] {
                result[index] = attribute
            } else {
                indices[attribute.name] = result.count
                result.append(attribute)
            }
        }
        return result
    }

    /// Adds an attribute if it has a value and the array does not contain it.
    mutating func add(_ name: String, _ value: String?) {
        if let value, self[name] == nil { set(name, value) }
    }
}
