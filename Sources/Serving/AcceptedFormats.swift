/// The media types that a client accepts by name (`Accept`, RFC 9110, 12.5.1).
///
/// Browsers send `image/avif,image/webp,…,*/*;q=0.8`, whether they show every image or not. So a wildcard does not mean
/// that a client shows a modern format: such a format must be named.
package struct AcceptedFormats: Equatable, Sendable {
    private let qualities: [String: Double]

    package init(_ header: String?) {
        var qualities: [String: Double] = [:]
        for range in (header ?? "").split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let type = parts.first, !type.contains("*") else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            qualities[type] = min(max(quality ?? 1, 0), 1)
        }
        self.qualities = qualities
    }

    /// Returns the index of the type to send.
    /// - Parameter types: the media types of a set, in the order of the set. Every browser shows the last type.
    package func choose(among types: [String]) -> Int {
        var best: (index: Int, quality: Double) = (types.count - 1, 0)
        for (index, type) in types.enumerated() {
            // The order of the set decides between equal qualities.
            if let quality = qualities[type], quality > best.quality { best = (index, quality) }
        }
        return best.index
    }
}
