import Markup

extension GallerySource {
    /// The HTML of the source: an item of the list of a page.
    package var row: String {
        """
        <li data-status="\(statuses)">
        \(previewMarkup)<div class="title">
        <h2>\(Markup.escape(title))</h2>
        \(facts)</div>
        <div class="images">
        \(failures)\(details)</div>
        </li>

        """
    }

    private var tally: GalleryTally {
        var tally = GalleryTally()
        tally.add(images)
        return tally
    }

    /// The different statuses of the images, for the filter.
    private var statuses: String {
        var statuses: [String] = []
        for image in images where !statuses.contains(image.status.token) { statuses.append(image.status.token) }
        return statuses.joined(separator: " ")
    }

    /// The preview of the source, or a box with the text `No image`.
    private var previewMarkup: String {
        guard let preview else { return "<div class=\"preview\"><span>No image</span></div>\n" }
        guard let address = preview.address else {
            let style = preview.placeholder.map { " style=\"\(Markup.escape($0.style))\"" } ?? ""
            return "<div class=\"preview\"\(style)></div>\n"
        }
        let image = Markup.image(
            url: address,
            size: (preview.size.width, preview.size.height),
            placeholder: preview.placeholder,
            attributes: [
                HTMLAttribute("alt", "Preview of \(title)"), HTMLAttribute("loading", "lazy"),
                HTMLAttribute("decoding", "async"),
            ]
        )
        // Add a link only if the preview shows an image that has a link. In an inline gallery, no image has a link: the
        // address of the preview is a data URL, and browsers block links to data URLs.
        guard images.contains(where: { $0.address == address }) else {
            return "<div class=\"preview\">\(image)</div>\n"
        }
        return "<a class=\"preview\" href=\"\(Markup.escape(address))\">\(image)</a>\n"
    }

    private var facts: String {
        let facts = [size.map(\.text), bytes.map(readableBytes)].compactMap(\.self)
        return facts.isEmpty ? "" : "<p class=\"facts\">\(facts.joined(separator: ", "))</p>\n"
    }

    /// A list that contains each failure only once, with the first generators whose images failed in this way.
    private var failures: String {
        var groups: [(status: GalleryImage.Status, generators: [String])] = []
        for image in images {
            guard case .failed = image.status else { continue }
            if let index = groups.firstIndex(where: { $0.status == image.status }) {
                groups[index].generators.append(image.generator)
            } else {
                groups.append((image.status, [image.generator]))
            }
        }
        let items = groups.compactMap { group -> String? in
            guard case .failed(let code, let message) = group.status else { return nil }
            let count = group.generators.count
            let areAll = count > 1 && count == images.count
            let shown = areAll ? "all images" : group.generators.prefix(3).joined(separator: ", ")
            let rest = !areAll && count > 3 ? ", and \(count - 3) more" : ""
            return
                "<li>\(Markup.escape(shown + rest)): \(Markup.escape(message)) <code>\(Markup.escape(code))</code></li>\n"
        }
        return items.isEmpty ? "" : "<ul class=\"failures\" role=\"list\">\n\(items.joined())</ul>\n"
    }

    private var details: String {
        guard !images.isEmpty else { return "" }
        let tally = tally
        let counts = [
            (tally.upToDate, "up to date"), (tally.missing, "missing"), (tally.outOfDate, "out of date"),
            (tally.failed, "failed"),
        ]
        let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let status = parts.count == 1 && tally.images == 1 ? parts[0].dropFirst(2) : parts.joined(separator: ", ")[...]
        let bytes = tally.imageBytes > 0 ? ", " + readableBytes(tally.imageBytes) : ""
        let summary = "\(readableCount(tally.images, "image"))\(bytes): \(status)"
        return """
            <details\(images.count <= Self.maxOpen ? " open" : "")>
            <summary>\(summary)</summary>
            \(table)</details>

            """
    }

    /// The maximum number of images that are listed without a click.
    private static let maxOpen = 3

    private var table: String {
        var body = ""
        var index = images.startIndex
        while index < images.endIndex {
            let set = images[index].set
            let group = images[index...].prefix { $0.set == set }
            let heading = set.map { "<tr><th scope=\"rowgroup\" colspan=\"5\">\(Markup.escape($0))</th></tr>\n" } ?? ""
            body += "<tbody>\n\(heading)\(group.map { $0.row(sourceBytes: bytes) }.joined())</tbody>\n"
            index = group.endIndex
        }
        let columns = ["Generator", "Size", "Bytes", "Saved", "Status"].map { "<th scope=\"col\">\($0)</th>" }
        return """
            <table>
            <caption>Images of \(Markup.escape(title))</caption>
            <thead><tr>\(columns.joined())</tr></thead>
            \(body)</table>

            """
    }
}
