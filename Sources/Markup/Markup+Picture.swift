extension Markup {
    /// Returns `<picture><source type="image/avif" srcset="… 400w, … 800w" sizes="…" /><img … /></picture>` on one
    /// line.
    /// - Parameter attributes: the attributes that the page gives for `<img>`. They replace default attributes such as
    ///   `loading`, but not `src` and `srcset`. The attribute `sizes` applies to the images of all formats. The
    ///   attribute `slot` becomes an attribute of `<picture>`, because a slot takes only the children of an element.
    package static func picture(_ picture: Picture, attributes given: [HTMLAttribute]) -> String {
        let sizes = given["sizes"] ?? picture.sizes
        let sources = picture.sources.map { source in
            var attributes: [HTMLAttribute] = []
            attributes.add("type", source.type)
            attributes.add("srcset", source.srcset)
            attributes.add("sizes", source.sizes(sizes))
            return "<source\(written(attributes)) />"
        }
        let slot = written(given["slot"].map { [HTMLAttribute("slot", $0)] } ?? [])
        return "<picture\(slot)>\(sources.joined())<img\(written(imageAttributes(picture, sizes, given))) /></picture>"
    }

    private static func imageAttributes(
        _ picture: Picture,
        _ sizes: String?,
        _ given: [HTMLAttribute]
    ) -> [HTMLAttribute] {
        var attributes = given.withoutDuplicates.filter { $0.name != "sizes" && $0.name != "slot" }
        attributes.set("src", picture.url)
        attributes.set("srcset", picture.fallback.srcset)
        attributes.add("sizes", picture.fallback.sizes(sizes))
        if let width = picture.width, let height = picture.height, !given.giveSize {
            attributes.set("width", String(width))
            attributes.set("height", String(height))
        }
        // A browser must not wait with an image that it loads first.
        if given["fetchpriority"]?.lowercased() != "high" { attributes.add("loading", "lazy") }
        attributes.add("decoding", "async")
        if let placeholder = picture.placeholder { attributes.show(placeholder) }
        return attributes
    }
}

extension Picture.Source {
    fileprivate var srcset: String { candidates.map(\.text).joined(separator: ", ") }

    /// The value of the attribute `sizes`; nil if the candidates have no widths, because browsers use `sizes` only with
    /// widths.
    fileprivate func sizes(_ given: String?) -> String? {
        candidates.contains { $0.descriptor?.hasSuffix("w") == true } ? given ?? "100vw" : nil
    }
}

extension [HTMLAttribute] {
    /// Adds the background of a placeholder before the `style` that the page gives. For a BlurHash, also adds the
    /// attribute `data-blurhash`, unless the page gives it.
    mutating func show(_ placeholder: Picture.Placeholder) {
        if case .blurhash(let hash, _) = placeholder { add("data-blurhash", hash) }
        set("style", [placeholder.style, self["style"]].compactMap(\.self).joined(separator: ";"))
    }
}

extension Picture.Placeholder {
    /// The declaration of the background, without a semicolon at its end.
    package var style: String {
        switch self {
        case .blurhash(_, let color), .color(let color): "background-color:\(color)"
        case .inline(let url): "background:url(\(url)) center/cover no-repeat"
        }
    }
}
