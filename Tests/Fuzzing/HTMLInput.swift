@testable import HTMLRewriting

/// The input is processed as a page, and also as a Markdown file.
enum HTMLInput {
    static func run(_ bytes: [UInt8]) throws(FuzzError) {
        let page = HTMLPage(bytes)
        try check(page.images, of: bytes)
        // Replace each image by a `<picture>`, as a run does. A second run must then find no image to replace.
        let rewritten = bytes.applying(
            page.images.map { Edit(range: $0.range, replacement: Array("<picture></picture>".utf8)) }
        )
        try require(HTMLPage(rewritten).images.isEmpty, "a second run changes the page")
        try check(MarkdownPage(bytes).images, of: bytes)
        for image in page.images { _ = ImageLocation(image.source, page: "a/b.html", base: page.base)?.path }
    }

    private static func check(_ images: [HTMLImage], of bytes: [UInt8]) throws(FuzzError) {
        var end = 0
        var edits: [Edit] = []
        for image in images {
            try require(image.range.lowerBound >= end && image.range.upperBound <= bytes.count, "the tags overlap")
            end = image.range.upperBound
            let tag = bytes[image.range]
            try require(tag.first == UInt8(ascii: "<") || tag.first == UInt8(ascii: "!"), "a tag starts elsewhere")
            let markup = image.replacement { attributes in
                "<\(attributes.map { "\($0.name)=\"\($0.value)\"" }.joined())>"
            }
            edits.append(Edit(range: image.range, replacement: markup ?? []))
        }
        // All bytes outside the tags must stay the same.
        var rest = bytes.applying(edits)[...]
        var position = 0
        for edit in edits {
            let before = bytes[position..<edit.range.lowerBound]
            try require(rest.starts(with: before), "bytes outside of tags change")
            rest = rest.dropFirst(before.count + edit.replacement.count)
            position = edit.range.upperBound
        }
        try require(rest.elementsEqual(bytes[position...]), "bytes behind the last tag change")
    }
}
