import Files
import ImageSpecs
import Registry

/// A cache file that a user gives on a command line, by its name, its URL, or its path.
package struct CacheFileArgument {
    private let text: String
    private let settings: Settings

    package init(_ text: String, _ settings: Settings) {
        (self.text, self.settings) = (text, settings)
    }

    /// The name of the cache file, relative to the storage root. If the text is neither a URL of a file in the storage
    /// root nor the path of such a file, the text is the name.
    package var name: String {
        let path = absolutePath(text)
        if let name = Settings.name(of: path, below: settings.storageRoot) { return name }
        if let resolved = resolvedPath(path), let root = resolvedPath(settings.storageRoot),
            let name = Settings.name(of: resolved, below: root)
        {
            return name
        }
        return nameOfURL ?? text
    }

    /// The name in a URL that starts with the URL of the storage root; nil if the text is not such a URL. The URL can
    /// have a query, and its host can be absent.
    private var nameOfURL: String? {
        let text = String(text.prefix { $0 != "?" && $0 != "#" })
        let bases = [settings.storageURL, Self.path(ofURL: settings.storageURL)].filter { !$0.isEmpty }
        for (url, base) in [text, Self.path(ofURL: text)].flatMap({ url in bases.map { (url, $0) } })
        where url.utf8.starts(with: base.utf8) {
            return percentDecoded(url.utf8.dropFirst(base.utf8.count)).flatMap { String(validating: $0, as: UTF8.self) }
        }
        return nil
    }

    /// Returns a URL without its host, and without its scheme if it has one.
    private static func path(ofURL url: String) -> String {
        guard let mark = url.firstRange(of: "//"),
            mark.lowerBound == url.startIndex || url[..<mark.lowerBound].hasSuffix(":")
        else { return url }
        return String(url[mark.upperBound...].drop { $0 != "/" })
    }
}
