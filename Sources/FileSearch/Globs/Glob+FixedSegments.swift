extension Glob {
    /// Returns the folders that a pattern starts with before its first wildcard: `photos` for `photos/**/*.jpg`.
    package static func fixedSegments(of pattern: String) -> [String] {
        var segments: [String] = []
        for segment in pattern.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            guard let nodes = try? GlobParser.parse(String(segment)) else { return segments }
            var text = String.UnicodeScalarView()
            for node in nodes {
                guard case .scalar(let scalar, _) = node else { return segments }
                text.append(scalar)
            }
            segments.append(String(text))
        }
        return segments
    }
}
