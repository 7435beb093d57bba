/// A start tag or an end tag, as ranges of bytes of the page.
struct HTMLTag {
    /// The range of the complete tag, including `<` and `>`.
    var range: Range<Int>
    /// The name in lower case.
    var name: String
    var isEnd: Bool
    /// Whether the tag ends with `/>`.
    var isSelfClosing = false
    var attributes: [Attribute] = []

    struct Attribute {
        var name: Range<Int>
        /// The range of the value without its quotes; nil if the attribute has no value.
        var value: Range<Int>?
    }

    /// Whether the tag contains a mark of a template language, such as `{%` or `?>`, outside of quoted values. The
    /// attributes of such a tag are known only after a program has expanded the template.
    func hasTemplateMark(_ bytes: [UInt8]) -> Bool {
        var start = range.lowerBound
        for attribute in attributes {
            guard let value = attribute.value, let quote = bytes[..<value.lowerBound].last,
                quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
            else { continue }
            if Self.hasTemplateMark(bytes[start..<value.lowerBound]) { return true }
            start = value.upperBound
        }
        // The `%>` of `<img width=50%>` is not a mark.
        let end = endsWithPercentage(bytes) ? range.upperBound - 1 : range.upperBound
        return Self.hasTemplateMark(bytes[start..<end])
    }

    /// Whether the tag ends with the value of an attribute without quotes, and the value is a percentage such as `50%`.
    private func endsWithPercentage(_ bytes: [UInt8]) -> Bool {
        guard let value = attributes.last?.value, value.upperBound == range.upperBound - 1, value.count > 1,
            bytes[value].last == UInt8(ascii: "%")
        else { return false }
        return bytes[value].dropLast().allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
    }

    private static func hasTemplateMark(_ bytes: ArraySlice<UInt8>) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { first, second in
            switch (first, second) {
            case (UInt8(ascii: "{"), UInt8(ascii: "%")), (UInt8(ascii: "%"), UInt8(ascii: "}")),
                (UInt8(ascii: "{"), UInt8(ascii: "{")), (UInt8(ascii: "}"), UInt8(ascii: "}")),
                (UInt8(ascii: "<"), UInt8(ascii: "%")), (UInt8(ascii: "%"), UInt8(ascii: ">")),
                (UInt8(ascii: "<"), UInt8(ascii: "?")), (UInt8(ascii: "?"), UInt8(ascii: ">")):
                true
            default: false
            }
        }
    }

    /// Returns the first attribute with this name. HTML ignores all later attributes with the same name.
    /// - Parameter name: in lower case.
    func attribute(_ name: StaticString, _ bytes: [UInt8]) -> Attribute? {
        attributes.first { attribute in
            guard attribute.name.count == name.utf8CodeUnitCount else { return false }
            return bytes[attribute.name].enumerated().allSatisfy { $1.lowercasedASCII == name.utf8Start[$0] }
        }
    }

    /// Whether a script probably replaces the `src` of the image, as libraries for lazy loading do.
    func hasLazySource(_ bytes: [UInt8]) -> Bool {
        attribute("data-src", bytes) != nil || attribute("data-srcset", bytes) != nil
    }
}

extension UInt8 {
    var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }

    var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }

    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }

    /// The white space of HTML: tab, line feed, form feed, carriage return, and space.
    var isHTMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0C || self == 0x0D }

    /// Whether the byte ends the name of a tag.
    var endsTagName: Bool { isHTMLSpace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">") }
}
