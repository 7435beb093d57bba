import Files
import HTMLRewriting
import ImageSpecs
import Registry

/// Finds the source that the URL of an image on a page leads to.
struct SiteSources {
    /// The absolute path of the site without links.
    private let root: String
    private let settings: Settings
    private let siteURL: String?
    /// `MEDIA_ROOT` without links.
    private let mediaRoot: String
    /// Folders whose images are results.
    private let excluded: [String]

    init(root: String, _ settings: Settings, siteURL: String?) {
        self.root = root
        self.settings = settings
        self.siteURL = siteURL
        mediaRoot = resolvedPath(settings.mediaRoot) ?? settings.mediaRoot
        excluded = [settings.cacheFolder].map { resolvedPath($0) ?? $0 }
    }

    /// Returns the name of the source.
    ///
    /// The URL can be that of the source in `MEDIA_URL`, or that of a file of the site that is in `MEDIA_ROOT`. It can also
    /// have the path of the source in `MEDIA_ROOT`, because site generators copy files into the site.
    /// - Parameters:
    ///   - page: the path of the page relative to the site.
    ///   - base: the `href` of `<base>`.
    func source(_ url: String, page: String, base: String?) -> String? {
        if settings.mediaURL.contains("//") {
            let cleaned = ImageLocation.cleaned(url)
            if cleaned.hasPrefix(settings.mediaURL) {
                return ImageLocation.decoded(String(cleaned.dropFirst(settings.mediaURL.count))).flatMap(existing)
            }
        }
        guard let location = ImageLocation(url, page: page, base: base, siteURL: siteURL) else { return nil }
        let path = "/" + location.path
        if path.hasPrefix(settings.mediaURL), let name = existing(String(path.dropFirst(settings.mediaURL.count))) {
            return name
        }
        if let name = name(ofFile: root + path) { return name }
        if let name = existing(location.path) { return name }
        // From a page that is opened as a file, a relative path can leave the site.
        guard base == nil, let relative = ImageLocation.decoded(ImageLocation.cleaned(url)), !relative.hasPrefix("/")
        else {
            return nil
        }
        return name(ofFile: "\(root)/\(SourceName.split("/" + page).folder)/\(relative)")
    }

    private func name(ofFile path: String) -> String? {
        guard let resolved = resolvedPath(path) else { return nil }
        return Settings.name(of: resolved, below: mediaRoot).flatMap(existing)
    }

    /// Returns the name if it is that of a file that can be a source.
    private func existing(_ name: String) -> String? {
        guard SourceNameProblem(name) == nil, !name.utf8.split(separator: UInt8(ascii: "/")).contains(where: isPrivate),
            let path = resolvedPath(settings.path(of: name)), (try? RegularFile(path)) != nil,
            !excluded.contains(where: { isPath(path, in: $0) })
        else { return nil }
        let isVector = [".svg", ".svgz"].contains { name.lowercased().hasSuffix($0) }
        return isVector ? nil : name
    }

    private func isPrivate(_ segment: Substring.UTF8View) -> Bool { segment.elementsEqual(".imagekit".utf8) }
}
