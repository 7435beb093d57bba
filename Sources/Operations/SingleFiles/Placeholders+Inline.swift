import WorkerProtocol

extension Placeholders {
    /// The tiny picture as a `data:` URL; nil if `inline` is not such a URL. The check is necessary because the state
    /// is untrusted and the URL becomes a part of a style: another text could load a file from another host.
    var inlineURL: String? {
        let prefix = "data:image/webp;base64,"
        guard inline.hasPrefix(prefix) else { return nil }
        let content = inline.utf8.dropFirst(prefix.utf8.count)
        return content.allSatisfy(Self.base64.contains) ? inline : nil
    }

    private static let base64 = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=".utf8)
}
