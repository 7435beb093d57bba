extension Markup {
    /// Returns `<img alt="A dog" width="100" height="50" src="/media/….jpg" />`. The order of the attributes and the
    /// escapes are the same as in django-imagekit's tags.
    /// - Parameters:
    ///   - size: the size of the image; nil if it is unknown.
    ///   - densities: the same image for other pixel densities.
    ///   - placeholder: what the page shows while the image loads.
    ///   - attributes: the attributes that the page gives. The result contains them first, in the same order.
    package static func image(
        url: String,
        size: (width: Int, height: Int)?,
        densities: [ImageCandidate] = [],
        placeholder: Picture.Placeholder? = nil,
        attributes given: [HTMLAttribute]
    ) -> String {
        var attributes = imageAttributes(url: url, size: size, densities: densities, attributes: given)
        if let placeholder { attributes.show(placeholder) }
        return "<img\(written(attributes)) />"
    }

    /// Returns the attributes that `image` writes, in their order, without the attributes of the placeholder.
    static func imageAttributes(
        url: String,
        size: (width: Int, height: Int)?,
        densities: [ImageCandidate],
        attributes given: [HTMLAttribute]
    ) -> [HTMLAttribute] {
        var attributes = given.withoutDuplicates
        // If the page gives a width or a height, add no size. If it gives only one of them, the browser then computes
        // the other in proportion.
        if let size, !given.giveSize {
            attributes.set("width", String(size.width))
            attributes.set("height", String(size.height))
        }
        attributes.set("src", url)
        guard !densities.isEmpty else { return attributes }
        let all = [ImageCandidate(url: url, descriptor: "1x")] + densities
        attributes.set("srcset", all.map(\.text).joined(separator: " , "))
        return attributes
    }
}
