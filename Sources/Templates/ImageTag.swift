import ImageSpecs
import JSON
import Markup

/// A tag that requests an image. The tags `generateimage` and `thumbnail` have the rules of django-imagekit 6.1.1
/// (`templatetags/imagekit.py`). The tag `picture` is not in django-imagekit. Its arguments are parsed and evaluated in
/// the same way.
struct ImageTag {
    private typealias Argument = (name: String, value: TemplateExpression)

    let tag: ImageCall.Tag
    /// The variable after `as`; nil if the tag has no `as`.
    let variable: String?
    private let positional: [TemplateExpression]
    private let named: [Argument]
    private let attributes: [Argument]

    /// - Parameter bits: the content of the tag, split by `splitBits`. The first bit is the name of the tag.
    /// - Returns: nil if the tag is not a tag for images.
    init?(_ bits: [String]) throws(TemplateError) {
        guard let tag = bits.first.flatMap(ImageCall.Tag.init(rawValue:)) else { return nil }
        self.tag = tag
        var bits = Array(bits.dropFirst())
        var variable: String?
        if bits.count >= 2, bits[bits.count - 2] == "as" {
            variable = bits.removeLast()
            bits.removeLast()
        }
        self.variable = variable
        var attributes: [Argument] = []
        if let separator = bits.firstIndex(of: "--") {
            guard variable == nil else {
                throw TemplateError("\(tag): with \"as\", the tag takes no HTML attributes after \"--\"")
            }
            guard separator + 1 < bits.count else {
                throw TemplateError("\(tag): no HTML attributes after \"--\": remove it")
            }
            let (unnamed, named) = try Self.arguments(bits[(separator + 1)...], of: tag, allowsHyphens: true)
            guard unnamed.isEmpty else {
                throw TemplateError("\(tag): all arguments after \"--\" must be named, such as alt='A dog'")
            }
            attributes = named
            bits.removeSubrange(separator...)
        }
        self.attributes = attributes
        (positional, named) = try Self.arguments(bits[...], of: tag, allowsHyphens: false)
        try checkCount()
    }

    private func checkCount() throws(TemplateError) {
        switch tag {
        case .generateimage where positional.count != 1:
            throw TemplateError("generateimage: requires exactly one unnamed argument, the generator id")
        case .thumbnail where positional.count < 2:
            throw TemplateError(
                "thumbnail: requires at least two unnamed arguments, the dimensions and the source image"
            )
        case .thumbnail where positional.count > 3:
            throw TemplateError(
                "thumbnail: accepts at most three unnamed arguments, a generator id, the dimensions, and the source image"
            )
        case .picture where positional.count != 2:
            throw TemplateError(
                "picture: requires exactly two unnamed arguments, the generator id and the source image"
            )
        default: break
        }
    }

    /// Separates unnamed arguments from named arguments, like Django's `parse_bits`.
    private static func arguments(
        _ bits: ArraySlice<String>,
        of tag: ImageCall.Tag,
        allowsHyphens: Bool
    ) throws(TemplateError) -> (unnamed: [TemplateExpression], named: [Argument]) {
        var unnamed: [TemplateExpression] = []
        var named: [Argument] = []
        for bit in bits {
            guard let equals = nameEnd(bit, allowsHyphens: allowsHyphens) else {
                guard named.isEmpty else {
                    throw TemplateError("\(tag): the unnamed argument \(bit) follows a named one")
                }
                unnamed.append(try TemplateExpression(bit))
                continue
            }
            let name = String(bit[..<equals])
            guard !named.contains(where: { $0.name == name }) else {
                throw TemplateError("\(tag): the argument \(name) is given more than once")
            }
            named.append((name, try TemplateExpression(String(bit[bit.index(after: equals)...]))))
        }
        return (unnamed, named)
    }

    /// Returns the index of the `=` of a named argument; nil for an unnamed argument. Unlike in Django, the names of
    /// HTML attributes can contain hyphens and colons.
    private static func nameEnd(_ bit: String, allowsHyphens: Bool) -> String.Index? {
        guard let equals = bit.firstIndex(of: "="), equals != bit.startIndex, bit.index(after: equals) != bit.endIndex
        else { return nil }
        let isName = bit[..<equals].allSatisfy {
            $0.isLetter || $0.isNumber || $0 == "_" || (allowsHyphens && ($0 == "-" || $0 == ":"))
        }
        return isName ? equals : nil
    }

    // MARK: - Evaluating

    func call(_ lookup: (String) -> TemplateValue?) throws(TemplateError) -> ImageCall {
        var call = ImageCall(tag: tag)
        call.isAssigned = variable != nil
        var values: [(name: String, value: TemplateValue)] = []
        for (name, expression) in named {
            values.append((name, try expression.evaluate(lookup)?.value ?? .string("")))
        }
        var unnamed: [TemplateValue] = []
        for (index, expression) in positional.enumerated() {
            guard let value = try expression.evaluate(lookup)?.value else {
                throw TemplateError(
                    "\(tag): the variable \"\(expression.variable ?? "")\" of argument \(index + 1) is not set"
                )
            }
            unnamed.append(value)
        }
        var source: TemplateValue?
        switch tag {
        case .generateimage: call.generator = unnamed[0].text
        case .picture:
            call.generator = unnamed[0].text
            source = unnamed[1]
        case .thumbnail:
            if unnamed.count == 3 { call.generator = unnamed[0].text }
            (call.width, call.height) = try Self.dimensions(unnamed[unnamed.count - 2].text)
            source = unnamed[unnamed.count - 1]
        }
        for (name, value) in values {
            switch name {
            case "source" where tag == .generateimage: source = value
            case "source": throw TemplateError("\(tag): the source is an unnamed argument: remove source=")
            case "srcset" where tag == .thumbnail && variable == nil: call.srcset = value == .none ? "" : value.text
            case "srcset" where tag == .thumbnail:
                throw TemplateError("thumbnail: with \"as\", the tag takes no srcset")
            case "sizes" where tag == .picture: call.attributes.append(HTMLAttribute("sizes", value.text))
            default: call.arguments.append("\(name)=\(Self.argument(value))")
            }
        }
        if let source { call.source = try Self.sourceName(source, tag) }
        for (name, expression) in attributes {
            let value = try expression.evaluate(lookup)?.value ?? .string("")
            call.attributes.append(HTMLAttribute(name, value.text))
        }
        return call
    }

    /// Parses `100x50`, `100x`, or `x50`. As in django-imagekit, a side of 0 counts as absent.
    private static func dimensions(_ text: String) throws(TemplateError) -> (width: Int?, height: Int?) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map(\.trimmingSpaces)
        guard sides.count == 2, sides.allSatisfy({ $0.isEmpty || Int($0).map { $0 >= 0 } ?? false }) else {
            throw TemplateError("thumbnail: \"\(text)\" is not a size: write 100x50, 100x, or x50")
        }
        let lengths = sides.map { Int($0).flatMap { $0 == 0 ? nil : $0 } }
        guard lengths.contains(where: { $0 != nil }) else {
            throw TemplateError("thumbnail: \"\(text)\" has neither a width nor a height")
        }
        return (lengths[0], lengths[1])
    }

    /// Returns the name of a source. If the value is an object, for example from a content system, its member `name` is
    /// the name of the source.
    private static func sourceName(_ value: TemplateValue, _ tag: ImageCall.Tag) throws(TemplateError) -> String {
        if case .string(let name) = value, !name.isEmpty { return name }
        if case .string(let name)? = value.member("name"), !name.isEmpty { return name }
        throw TemplateError(
            "\(tag): the source is \(value == .none || value == .string("") ? "not set" : "not the name of a file")"
        )
    }

    /// Returns a value as the text of an argument. An empty text is quoted. A text that would parse as a JSON value is
    /// also quoted, so that it stays a text.
    private static func argument(_ value: TemplateValue) -> String {
        switch value {
        case .none: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer, .number: return value.text
        case .string(let text):
            return (try? parseJSON(Array(text.utf8))) == nil && !text.isEmpty ? text : value.json.text
        case .array, .object: return value.json.text
        }
    }
}
