/// The images of a page that can be replaced.
package struct HTMLPage {
    /// Every `<img>` with a `src` in UTF-8, except images in a `<picture>` and images that `data-imagekit="off"`
    /// excludes. Images in SVG and MathML are left out too, unless they are in an element that can contain HTML, such
    /// as `<foreignObject>`. Tags with marks of a template language are also left out.
    package private(set) var images: [HTMLImage] = []
    /// The `href` of the first `<base>` that has one. It applies to all URLs of the page.
    package private(set) var base: String?

    /// - Parameter bytes: a page in UTF-8 or another superset of ASCII. If the page starts with a byte order mark of
    ///   UTF-16, `images` is empty.
    package init(_ bytes: [UInt8]) {
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else { return }
        var tokenizer = HTMLTokenizer(bytes)
        var elements = OpenElements()
        var lines = LineCounter(bytes)
        while let tag = tokenizer.next(allowsCDATA: elements.isInForeignContent) {
            guard !tag.isEnd else {
                elements.close(tag.name)
                continue
            }
            let directive = tag.attribute("data-imagekit", bytes)?.value.flatMap { value -> String? in
                let text = HTMLText.decoded(bytes[value])?.trimmingHTMLSpace
                return text?.isEmpty == false ? text : nil
            }
            // Do not replace images in SVG or MathML. The replacement can be a `<picture>`, which would not be an HTML
            // element there.
            let isMisplaced = elements.allowsNoHTML
            if elements.open(tag, directive: directive) { tokenizer.skipText(of: tag.name) }
            switch tag.name {
            case "img":
                let directive = directive ?? elements.directive
                guard !elements.isInPicture, !isMisplaced, directive != "off" else { continue }
                let line = lines.line(of: tag.range.lowerBound)
                if let image = HTMLImage(tag, generator: directive, line: line, bytes) { images.append(image) }
            case "base" where base == nil:
                base = tag.attribute("href", bytes)?.value.flatMap { HTMLText.decoded(bytes[$0]) }
            default: break
            }
        }
    }
}
