import Files
import HTMLRewriting
import ImageSpecs
import Registry

/// Finds the source to which the URL of an image on a page leads.
struct SiteSources {
    /// The absolute path of the site, with its links resolved.
    private let root: String
    private let settings: Settings
    private let siteURL: String?
    /// The URL of the root of the host of `siteURL`, such as `https://example.org/`.
    private let hostURL: String?
    /// The path of the site on its host, such as `docs/`. It is empty if the site is at the root of its host.
    private let hostFolder: String
    /// `MEDIA_URL` with decoded percent-encoding. A relative `MEDIA_URL` leads from the root of the site.
    private let mediaURL: String
    /// `MEDIA_ROOT`, with its links resolved.
    private let mediaRoot: String
    /// The folders of cache files, with their links resolved. A cache file is never a source.
    private let excluded: [String]

    init(root: String, _ settings: Settings, siteURL: String?) {
        self.root = root
        self.settings = settings
        self.siteURL = siteURL
        if let siteURL, let scheme = siteURL.firstRange(of: "://"),
            let slash = siteURL[scheme.upperBound...].firstIndex(of: "/")
        {
            hostURL = String(siteURL[...slash])
            hostFolder = String(siteURL[slash...].dropFirst())
        } else {
            hostURL = siteURL
            hostFolder = ""
        }
        let decoded = ImageLocation.decoded(settings.mediaURL) ?? settings.mediaURL
        mediaURL = decoded.hasPrefix("/") ? decoded : "/" + decoded
        mediaRoot = resolvedPath(settings.mediaRoot) ?? settings.mediaRoot
        excluded = [settings.cacheFolder].map { resolvedPath($0) ?? $0 }
    }

    /// Returns the name of the source; nil if the URL leads to no source.
    ///
    /// The URL can start with `MEDIA_URL`, or lead to a file of the site that is in `MEDIA_ROOT`. The path of the URL
    /// can also be the name of a source, because site generators copy the files of `MEDIA_ROOT` into the site.
    /// - Parameters:
    ///   - page: the path of the page relative to the root of the site.
    ///   - base: the `href` of `<base>`.
    func source(_ url: String, page: String, base: String?) -> String? {
        if settings.mediaURL.contains("//") {
            let cleaned = ImageLocation.cleaned(url)
            if cleaned.hasPrefix(settings.mediaURL),
                let name = ImageLocation.decoded(String(cleaned.dropFirst(settings.mediaURL.count))).flatMap(existing)
            {
                return name
            }
            // The URL can also have another notation, such as `http` instead of `https`, contain `..`, or get its host
            // from `<base>`.
            if ImageLocation.isAbsolute(url) || base.map(ImageLocation.isAbsolute) == true,
                let location = ImageLocation(url, page: "", base: base, siteURL: settings.mediaURL),
                let name = existing(location.path)
            {
                return name
            }
        }
        // `MEDIA_URL` is usually a path on the host, so it can start with the path of the site.
        if !hostFolder.isEmpty,
            let location = ImageLocation(url, page: hostFolder + page, base: base, siteURL: hostURL),
            let name = name(belowMediaURL: "/" + location.path)
        {
            return name
        }
        guard let location = ImageLocation(url, page: page, base: base, siteURL: siteURL) else { return nil }
        let path = "/" + location.path
        if let name = name(belowMediaURL: path) { return name }
        if let name = name(ofFile: root + path) { return name }
        if let name = existing(location.path) { return name }
        // A relative path can also lead to a file outside the site. Accept such a path, because it is valid if a
        // browser opens the page as a file.
        guard base == nil, let relative = ImageLocation.decoded(ImageLocation.cleaned(url)), !relative.hasPrefix("/")
        else {
            return nil
        }
        return name(ofFile: "\(root)/\(SourceName.split("/" + page).folder)/\(relative)")
    }

    private func name(belowMediaURL path: String) -> String? {
        path.hasPrefix(mediaURL) ? existing(String(path.dropFirst(mediaURL.count))) : nil
    }

    private func name(ofFile path: String) -> String? {
        guard let resolved = resolvedPath(path) else { return nil }
        return Settings.name(of: resolved, below: mediaRoot).flatMap(existing)
    }

    /// Returns the name if a file with this name exists and can be a source.
    private func existing(_ name: String) -> String? {
        guard SourceNameProblem(name) == nil, !name.utf8.split(separator: UInt8(ascii: "/")).contains(where: isPrivate),
            let path = resolvedPath(settings.path(of: name)), (try? RegularFile(path)) != nil,
            !excluded.contains(where: { isPath(path, in: $0) })
        else { return nil }
        let isVector = [".svg", ".svgz"].contains { name.lowercased().hasSuffix($0) }
        return isVector ? nil : name
    }

    private func isPrivate(_ segment: Substring.UTF8View) -> Bool { segment.elementsEqual(PrivateFolder.name.utf8) }
}
