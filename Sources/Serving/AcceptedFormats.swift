/// The media types that a client accepts by name (`Accept`, RFC 9110, 12.5.1).
///
/// Browsers send a wildcard, such as in `image/avif,image/webp,*/*;q=0.8`, even if they cannot show every format. So a
/// wildcard does not mean that a client shows a modern format, and only formats that the header names are accepted.
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
    /// - Parameter types: the media types of a set, in the order of the set. The last type is chosen if the client
    ///   accepts none of the types by name.
    package func choose(among types: [String]) -> Int {
        var best: (index: Int, quality: Double) = (types.count - 1, 0)
        for (index, type) in types.enumerated() {
            // If several types have the highest quality, choose the first of them.
            if let quality = qualities[type], quality > best.quality { best = (index, quality) }
        }
        return best.index
    }
}
