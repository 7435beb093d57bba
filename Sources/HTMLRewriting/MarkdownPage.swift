import ImageSpecs

/// The image lines of a Markdown file. An image line contains only an image, such as `![A dog](dog.jpg "Title")` or
/// `<img src=dog.jpg>`.
///
/// A line is not an image line if it also contains text, or if it is in front matter, in code, in a comment, or in an
/// HTML element such as `<pre>` or `<picture>`.
package struct MarkdownPage {
    package private(set) var images: [HTMLImage] = []

    package init(_ bytes: [UInt8]) {
        var block: Block?
        var number = 0
        // Skip a byte order mark, so that the first line can start front matter.
        var start = bytes.byteOrderMarkLength
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = bytes[start..<end]
            defer { start = end + 1 }
            if let open = block {
                if open.ends(at: line) { block = nil }
                continue
            }
            block = Block(startingAt: line, isFirstLine: number == 1)
            guard block == nil else { continue }
            if let image = Self.image(in: line, number, bytes) { images.append(image) }
        }
    }

    private static func image(in line: ArraySlice<UInt8>, _ number: Int, _ bytes: [UInt8]) -> HTMLImage? {
        let indent = line.prefix { $0 == UInt8(ascii: " ") }.count
        guard indent < 4 else { return nil }
        var content = line.dropFirst(indent)
        while let last = content.last, last.isHTMLSpace { content.removeLast() }
        if content.starts(with: "![".utf8) { return MarkdownImage(content)?.image(line: number) }
        guard content.starts(with: "<".utf8) else { return nil }
        // Accept only a line with exactly one tag. The tokenizer reads only this line, so the other lines cannot change
        // the result.
        var tokenizer = HTMLTokenizer(Array(content))
        guard let tag = tokenizer.next(allowsCDATA: false), tag.name == "img", !tag.isEnd,
            tag.range == 0..<content.count
        else { return nil }
        let directive = tag.attribute("data-imagekit", Array(content))?.value
            .flatMap { HTMLText.decoded(Array(content)[$0]) }?.trimmingHTMLSpace
        guard directive != "off" else { return nil }
        return HTMLImage(
            tag,
            generator: directive?.isEmpty == false ? directive : nil,
            line: number,
            Array(content)
        )?.moved(to: content.startIndex..<content.endIndex)
    }

    /// A block of lines whose content is not Markdown.
    private enum Block {
        case frontMatter([UInt8])
        case fence(UInt8, count: Int)
        case comment
        /// A block of HTML. It ends with the first line that contains the text `until`.
        case html(until: String)

        init?(startingAt line: ArraySlice<UInt8>, isFirstLine: Bool) {
            let text = String(decoding: line, as: UTF8.self).trimmingHTMLSpace
            if isFirstLine, text == "---" || text == "+++" {
                self = .frontMatter(Array(text.utf8))
            } else if let first = text.utf8.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~"),
                case let count = text.utf8.prefix(while: { $0 == first }).count, count >= 3,
                // If the rest of the line contains a backtick, as in "```code```", the line is a code span.
                first == UInt8(ascii: "~") || !text.utf8.dropFirst(count).contains(first)
            {
                self = .fence(first, count: count)
            } else if let html = Self.html(in: text) {
                self = html
            } else {
                return nil
            }
        }

        private static func html(in text: String) -> Block? {
            if isCommentOpen(afterMarkdown: text) { return .comment }
            let lower = text.lowercased().utf8
            for name in ["pre", "script", "style", "textarea", "picture"] where lower.starts(with: "<\(name)".utf8) {
                // The name of another element can start with this name, such as `<picture-frame>`.
                let next = lower.dropFirst(name.utf8.count + 1).first
                guard next.map({ $0 == UInt8(ascii: ">") || $0.isHTMLSpace }) ?? true else { continue }
                return lower.firstRange(of: Array("</\(name)>".utf8)) == nil ? .html(until: "</\(name)>") : nil
            }
            return nil
        }

        /// Whether a comment starts on the line and does not end there. Code spans do not contain comments.
        private static func isCommentOpen(afterMarkdown line: String) -> Bool {
            var rest = Array(line.utf8)[...]
            while let start = rest.firstIndex(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "<") }) {
                rest = rest[start...]
                if rest.starts(with: "<!--".utf8) {
                    guard let end = rest.firstRange(of: Array("-->".utf8)) else { return true }
                    rest = rest[end.upperBound...]
                } else {
                    let mark = rest.prefix { $0 == UInt8(ascii: "`") }
                    rest = endOfCodeSpan(mark.count, rest.dropFirst(mark.count)) ?? rest.dropFirst(max(mark.count, 1))
                }
            }
            return false
        }

        /// Returns the text after the code span.
        /// - Parameter count: the number of backticks that start the code span. As many backticks end it.
        /// - Returns: nil if nothing ends the code span, so that the backticks are text.
        private static func endOfCodeSpan(_ count: Int, _ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
            guard count > 0 else { return nil }
            var rest = text
            while let start = rest.firstIndex(of: UInt8(ascii: "`")) {
                let mark = rest[start...].prefix { $0 == UInt8(ascii: "`") }
                rest = rest[mark.endIndex...]
                if mark.count == count { return rest }
            }
            return nil
        }

        func ends(at line: ArraySlice<UInt8>) -> Bool {
            let text = String(decoding: line, as: UTF8.self).trimmingHTMLSpace
            switch self {
            case .frontMatter(let mark): return text.utf8.elementsEqual(mark)
            case .fence(let mark, let count):
                return text.utf8.count >= count && text.utf8.allSatisfy { $0 == mark }
            case .comment: return text.utf8.firstRange(of: Array("-->".utf8)) != nil
            case .html(let end): return text.lowercased().utf8.firstRange(of: Array(end.utf8)) != nil
            }
        }
    }
}
