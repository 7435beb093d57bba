/// The result for an image that a tag of a template requests.
package struct RenderedImage: Sendable {
    package let markup: String
    package let url: String
    package let width: Int?
    package let height: Int?

    package init(markup: String, url: String, width: Int?, height: Int?) {
        self.markup = markup
        self.url = url
        self.width = width
        self.height = height
    }

    /// The value of a variable that a tag with `as` assigns.
    var value: TemplateValue {
        .object([
            "url": .string(url), "width": width.map { .integer($0) } ?? .none,
            "height": height.map { .integer($0) } ?? .none,
        ])
    }
}
