import ImageSpecs

/// The location of an image in the folder of a site. It is computed from the URL of the image in a page.
package struct ImageLocation: Sendable {
    /// The decoded path of the URL relative to the root of the site, such as `photos/a dog.jpg`.
    package let path: String

    /// - Parameters:
    ///   - source: the value of `src`.
    ///   - page: the path of the page relative to the root of the site, such as `blog/index.html`.
    ///   - base: the `href` of `<base>`.
    ///   - siteURL: the URL of the root of the site, with a slash at the end, such as `https://example.org/`.
    /// - Returns: nil for a URL of another site, a data URL, or a URL that cannot lead to a file, such as `a.jpg/`.
    package init?(_ source: String, page: String, base: String?, siteURL: String? = nil) {
        let root = siteURL.map(Self.split)
        let origin = root?.origin ?? ""
        let rootPath = root?.path ?? "/"
        var context = (origin: origin, path: rootPath + page)
        if let base {
            context = Self.resolve(Self.cleaned(base), against: context)
            // A path whose last segment is `.` or `..` is the path of a folder, so it must end with a slash.
            let last = context.path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last
            if let last, DotSegment(Substring(last)) != nil { context.path += "/" }
        }
        let reference = Self.cleaned(source)
        guard !reference.isEmpty else { return nil }
        let found = Self.resolve(reference, against: context)
        guard found.origin == origin, found.path.utf8.last != UInt8(ascii: "/") else { return nil }
        let path = Self.normalized(found.path)
        guard path.utf8.starts(with: rootPath.utf8),
            let decoded = Self.decoded(String(decoding: path.utf8.dropFirst(rootPath.utf8.count), as: UTF8.self)),
            !decoded.isEmpty
        else { return nil }
        self.path = decoded
    }

    /// Returns the URL without its query, its fragment, and the characters that the URL standard ignores: white space
    /// around a URL, and tabs and line breaks in a URL.
    package static func cleaned(_ url: String) -> String {
        var text = withoutIgnoredCharacters(url)
        if let end = text.unicodeScalars.firstIndex(where: { $0 == "?" || $0 == "#" }) { text = String(text[..<end]) }
        return text
    }

    /// Returns the fragment of the URL with its `#`, or an empty text. Spaces and characters that are not ASCII are
    /// percent-encoded, as in the URL standard.
    static func fragment(_ url: String) -> String {
        let text = withoutIgnoredCharacters(url).unicodeScalars
        guard let start = text.firstIndex(of: "#") else { return "" }
        return percentEncoded(String(text[start...]), keeping: Set(0x21...0x7E))
    }

    private static func withoutIgnoredCharacters(_ url: String) -> String {
        String(url.trimmingHTMLSpace.unicodeScalars.filter { $0 != "\t" && $0 != "\n" && $0 != "\r" })
    }

    private static func resolve(
        _ reference: String,
        against context: (origin: String, path: String)
    ) -> (origin: String, path: String) {
        // Browsers treat `\` like `/`.
        let slashed = String(
            decoding: reference.utf8.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 },
            as: UTF8.self
        )
        if isAbsolute(slashed) {
            // A URL that starts with `//` has the scheme of the page, which can be HTTP or HTTPS. So `split` ignores
            // the difference between the two.
            return split(slashed)
        }
        if slashed.isEmpty { return context }
        if slashed.hasPrefix("/") { return (context.origin, slashed) }
        let folder = context.path.lastIndex(of: "/").map { context.path[...$0] } ?? "/"
        return (context.origin, folder + slashed)
    }

    /// Whether the URL starts with a scheme or a host, so that neither the page nor its `<base>` changes its meaning.
    package static func isAbsolute(_ url: String) -> Bool {
        let text = withoutIgnoredCharacters(url)
        return hasScheme(text) || text.hasPrefix("//")
    }

    private static func hasScheme(_ url: String) -> Bool {
        guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")), url.utf8.first?.isASCIILetter == true else {
            return false
        }
        return url.utf8[..<colon].allSatisfy {
            $0.isASCIILetter || $0.isASCIIDigit || "+-.".utf8.contains($0)
        }
    }

    /// Splits a URL into its origin and its path. For HTTP and HTTPS, the origin is the host without the scheme. For
    /// all other schemes, the origin is the complete URL.
    private static func split(_ url: String) -> (origin: String, path: String) {
        let lower = url.lowercased()
        let start = ["https://", "http://", "//"].first { lower.hasPrefix($0) }
        guard let start else { return (url, "/") }
        let rest = url.dropFirst(start.count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let path = rest[slash...].isEmpty ? "/" : String(rest[slash...])
        return ("//" + rest[..<slash].lowercased(), path)
    }

    /// A segment of a path that the URL standard treats as `.` or `..`. Each dot can be percent-encoded.
    private enum DotSegment {
        case current, parent

        init?(_ segment: Substring) {
            switch segment.lowercased() {
            case ".", "%2e": self = .current
            case "..", ".%2e", "%2e.", "%2e%2e": self = .parent
            default: return nil
            }
        }
    }

    /// Returns an absolute path without empty segments, `.`, and `..`.
    private static func normalized(_ path: String) -> String {
        // Split the bytes, because Swift treats a slash and a combining mark after it as one character.
        var segments: [Substring] = []
        for segment in path.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init) {
            switch DotSegment(segment) {
            case .current: continue
            case .parent: _ = segments.popLast()
            case nil: segments.append(segment)
            }
        }
        return "/" + segments.joined(separator: "/")
    }

    /// Returns the path with decoded percent-encoding; nil if the result cannot be the path of a file.
    package static func decoded(_ path: String) -> String? {
        // A file name contains neither a slash nor a NUL.
        guard let bytes = percentDecoded(path.utf8, refusing: [0, UInt8(ascii: "/")]), !bytes.contains(0) else {
            return nil
        }
        return validUTF8(bytes[...])
    }
}
