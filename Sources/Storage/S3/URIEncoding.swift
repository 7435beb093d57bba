import ImageSpecs

extension String {
    /// The text with all characters escaped except `A-Z a-z 0-9 - . _ ~`, as Signature Version 4 requires.
    /// - Parameter kept: other bytes that are not escaped.
    func uriEncoded(keeping kept: String = "") -> String {
        percentEncoded(self, keeping: Self.unreserved.union(kept.utf8))
    }

    private static let unreserved = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8
    )
}
