/// An image of a page: an `<img>` tag, or an image in the notation of Markdown.
package struct HTMLImage: Sendable {
    /// The range of the image in the bytes of the file.
    package private(set) var range: Range<Int>
    /// The URL of the image: the value of `src`, or the destination in Markdown. Its character references are decoded.
    package let source: String
    /// The id of a generator: the value of `data-imagekit` of the tag, or else of the nearest element around the tag.
    /// Nil if there is no such value.
    package let generator: String?
    /// The line of the image in the file.
    package let line: Int
    /// The attributes of the image except `src` and `srcset`.
    private let kept: [KeptAttribute]
    /// Whether the image is in the notation of Markdown.
    private let isMarkdown: Bool

    struct KeptAttribute: Sendable {
        let name: [UInt8]
        /// The bytes of the value. Its character references are not decoded.
        let value: [UInt8]
    }

    /// Creates an image in the notation of Markdown.
    init(range: Range<Int>, source: String, line: Int, kept: [KeptAttribute]) {
        self.range = range
        self.source = source
        self.line = line
        self.kept = kept
        generator = nil
        isMarkdown = true
    }

    /// - Returns: nil if `src` is missing, has no value, or is not valid UTF-8. Also nil if the tag contains marks of a
    ///   template language outside of quoted values, or if a script replaces `src` by `data-src` or `data-srcset`.
    init?(_ tag: HTMLTag, generator: String?, line: Int, _ bytes: [UInt8]) {
        guard let value = tag.attribute("src", bytes)?.value, let source = HTMLText.decoded(bytes[value]),
            !tag.hasTemplateMark(bytes), !tag.hasLazySource(bytes)
        else { return nil }
        range = tag.range
        self.source = source
        self.generator = generator
        self.line = line
        var kept: [KeptAttribute] = []
        var names: Set<[UInt8]> = []
        for attribute in tag.attributes {
            let name = bytes[attribute.name].map(\.lowercasedASCII)
            guard !name.elementsEqual("src".utf8), !name.elementsEqual("srcset".utf8),
                names.insert(name).inserted
            else { continue }
            kept.append(KeptAttribute(name: name, value: attribute.value.map { Array(bytes[$0]) } ?? []))
        }
        self.kept = kept
        isMarkdown = false
    }

    /// The fragment of the URL with its `#`, such as `#only-dark`, or an empty text. Style sheets select images by it.
    package var fragment: String { ImageLocation.fragment(source) }

    /// Returns the same image at another range of bytes.
    func moved(to range: Range<Int>) -> HTMLImage {
        var image = self
        image.range = range
        return image
    }

    /// Returns the result of `markup`, which replaces the image in the page. The result contains the kept attributes.
    ///
    /// An `<img>` that replaces an image in the notation of Markdown is put into a `<picture>`. In CommonMark, a line
    /// that contains only an `<img>` starts a block of HTML. So the `<img>` would have no `<p>`, and the lines after it
    /// would not be Markdown.
    ///
    /// Names and values are not decoded, because they can be in an encoding other than UTF-8, and because decoding the
    /// character references of values would need a table of the 2,231 named references of HTML. But `markup` takes only
    /// UTF-8 and escapes special characters such as `&`. So, for a name or a value that is not UTF-8 or contains such a
    /// character, `markup` receives a stand-in. Afterwards, the bytes of the name or the value replace the stand-in in
    /// the result.
    package func replacement(
        _ markup: (_ attributes: [(name: String, value: String)]) throws -> String?
    ) rethrows -> [UInt8]? {
        var standIns: [[UInt8]] = []
        func text(_ bytes: [UInt8], isValue: Bool) -> String {
            if !bytes.contains(where: { #"&<>"'"#.utf8.contains($0) || $0 == 0 }), let text = validUTF8(bytes[...]),
                !text.unicodeScalars.contains(StandIn.mark)
            {
                return text
            }
            // Escape double quotes in values, because the markup has double quotes around values. Do not escape names,
            // because HTML decodes no character references in names.
            standIns.append(isValue ? StandIn.escapingQuotes(bytes) : bytes)
            return StandIn.text(standIns.count - 1)
        }
        let attributes = kept.map { (name: text($0.name, isValue: false), value: text($0.value, isValue: true)) }
        guard var result = try markup(attributes) else { return nil }
        if isMarkdown, result.hasPrefix("<img ") { result = "<picture>\(result)</picture>" }
        return standIns.isEmpty ? Array(result.utf8) : StandIn.replace(in: result, standIns)
    }
}

/// A text that represents bytes in markup: an index between two characters that Unicode reserves for private use.
private enum StandIn {
    static let mark: Unicode.Scalar = "\u{10FFFD}"

    static func text(_ index: Int) -> String { "\(mark)\(index)\(mark)" }

    static func escapingQuotes(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == UInt8(ascii: "\"") ? Array("&quot;".utf8) : [$0] }
    }

    static func replace(in text: String, _ values: [[UInt8]]) -> [UInt8] {
        var result: [UInt8] = []
        for (number, part) in text.unicodeScalars.split(separator: mark, omittingEmptySubsequences: false).enumerated()
        {
            if !number.isMultiple(of: 2), let index = Int(String(part)), values.indices.contains(index) {
                result += values[index]
            } else {
                result += String(part).utf8
            }
        }
        return result
    }
}
