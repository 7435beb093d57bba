import Markup

extension GalleryImage {
    /// The HTML of the image: a row of the table of its source.
    /// - Parameter sourceBytes: the bytes of the source; nil if they are unknown.
    func row(sourceBytes: Int?) -> String {
        let name = Markup.escape(shortName)
        let link = address.map { "<a href=\"\(Markup.escape($0))\">\(name)</a>" } ?? name
        let cells = [size.map(\.text) ?? "", bytes.map(readableBytes) ?? "", saving(of: sourceBytes)]
        return "<tr><th scope=\"row\">\(link)</th>\(cells.map { "<td>\($0)</td>" }.joined())"
            + "<td class=\"\(status.token)\">\(Markup.escape(statusText))</td></tr>\n"
    }

    /// The id of the generator without the id of its set. The heading of the rows contains the id of the set.
    private var shortName: String {
        guard let set, generator.hasPrefix(set + ":") else { return generator }
        return String(generator.dropFirst(set.count + 1))
    }

    /// Returns the number of bytes that a page saves if it shows the image instead of the source, as text.
    private func saving(of sourceBytes: Int?) -> String {
        guard let sourceBytes, sourceBytes > 0, let bytes else { return "" }
        guard bytes <= sourceBytes else { return "\(readableBytes(bytes - sourceBytes)) more" }
        let saved = sourceBytes - bytes
        let percentage = Int((Double(saved) / Double(sourceBytes) * 100).rounded(.down))
        return "\(readableBytes(saved)) <small>\(percentage)%</small>"
    }

    private var statusText: String {
        switch status {
        case .upToDate: isLeftOut ? "up to date, not in markup" : "up to date"
        case .missing: "missing"
        case .outOfDate(let reason): "out of date: \(reason)"
        case .failed: "failed"
        }
    }
}

extension GalleryImage.Status {
    /// The name of the status, as a class in the style sheet and as a value of the filter.
    var token: String {
        switch self {
        case .upToDate: "up-to-date"
        case .missing: "missing"
        case .outOfDate: "out-of-date"
        case .failed: "failed"
        }
    }
}

extension PixelSize {
    var text: String { "\(width) × \(height)" }
}
