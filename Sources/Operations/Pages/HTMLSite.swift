import Files
import HTMLRewriting
import Markup
import Planning
import Registry

/// Replaces the images of a built site with the markup of generators: `imagekit html`.
///
/// The pages are read twice, because the pages of a large site do not all fit into memory. The first pass finds all
/// images, which are then made in one batch for each generator. The second pass writes the markup.
package struct HTMLSite: Sendable {
    /// The options of `imagekit html`.
    package struct Options: Sendable {
        /// The id of the generator for images without `data-imagekit`.
        package var generator: String?
        /// Whether Markdown files are processed too.
        package var includesMarkdown = false
        /// The URL of the root of the site, with a slash at its end.
        package var siteURL: String?
        package var action = PageAction.write

        package init() {}
    }

    private let root: String
    private let registry: Registry
    private let options: Options
    private let report: any PageReport
    private let sources: SiteSources
    private let files: SiteFiles
    private let images: PageImages

    /// - Parameters:
    ///   - root: the absolute path of the site, with its links resolved.
    ///   - generation: the options with which the images are made.
    package init(
        root: String,
        registry: Registry,
        options: Options,
        generation: GenerationOptions,
        images: any GenerationReport,
        report: any PageReport
    ) {
        self.root = root
        self.registry = registry
        self.options = options
        self.report = report
        sources = SiteSources(root: root, registry.settings, siteURL: options.siteURL)
        let cache = resolvedPath(registry.settings.cacheFolder)
        files = SiteFiles(
            root: root,
            extensions: options.includesMarkdown ? [".html", ".htm", ".md", ".markdown"] : [".html", ".htm"],
            excluded: Set([cache].compactMap(\.self))
        )
        var generation = generation
        generation.isDryRun = options.action != .write
        generation.predictsMarkup = generation.isDryRun
        self.images = PageImages(registry, generation, images)
    }

    /// - Throws: the errors of a batch. A failed page or image throws no error: the failure is reported, and the other
    ///   pages are processed.
    package func run() async throws -> PageSummary {
        var summary = PageSummary()
        var wanted: Set<PageImage> = []
        var pages: [String] = []
        func fail(_ error: FileError) {
            summary.failed += 1
            report.problem("\(error)")
        }
        files.forEach(unread: fail) { path in
            do throws(FileError) {
                let found = try targets(of: path).targets
                guard !found.isEmpty else { return }
                wanted.formUnion(found.map(\.image))
                pages.append(path)
            } catch {
                fail(error)
            }
        }
        try Task.checkCancellation()
        var images = images
        try await images.request(wanted)
        var reported: Set<String> = []
        for page in pages {
            try Task.checkCancellation()
            do throws(FileError) {
                try rewrite(page, images, &summary, &reported)
            } catch {
                fail(error)
            }
        }
        if options.action == .write, summary.changed > 0 { try syncFileSystem(of: root) }
        return summary
    }

    private struct Target {
        let tag: HTMLImage
        let image: PageImage
    }

    private func targets(of path: String) throws(FileError) -> (bytes: [UInt8], targets: [Target], base: String?) {
        let bytes = try readFile(root + "/" + path)
        let lower = path.lowercased()
        let isMarkdown = lower.hasSuffix(".md") || lower.hasSuffix(".markdown")
        let (tags, base): ([HTMLImage], String?)
        if isMarkdown {
            (tags, base) = (MarkdownPage(bytes).images, nil)
        } else {
            let page = HTMLPage(bytes)
            (tags, base) = (page.images, page.base)
        }
        let targets = tags.compactMap { tag -> Target? in
            guard let generator = tag.generator ?? options.generator,
                let source = sources.source(tag.source, page: path, base: base)
            else { return nil }
            return Target(tag: tag, image: PageImage(generator: generator, source: source))
        }
        return (bytes, targets, base)
    }

    /// Returns the settings with the URLs for a page. A relative URL of the cache files leads from the root of the
    /// site, so it gets a `../` for each folder of the page. In a page with a `<base>`, it stays the same.
    private func settings(for page: String, base: String?) -> Settings {
        var settings = registry.settings
        let url = settings.storageURL
        guard base == nil, !url.hasPrefix("/"), !ImageLocation.isAbsolute(url) else { return settings }
        let relative = String(repeating: "../", count: page.utf8.count { $0 == UInt8(ascii: "/") }) + url
        if settings.storage?.baseURL != nil {
            settings.storage?.baseURL = relative
        } else {
            settings.mediaURL = relative
        }
        return settings
    }

    private func rewrite(
        _ path: String,
        _ images: PageImages,
        _ summary: inout PageSummary,
        _ reported: inout Set<String>
    ) throws(FileError) {
        let (bytes, targets, base) = try targets(of: path)
        let settings = settings(for: path, base: base)
        var edits: [Edit] = []
        for target in targets {
            switch images[target.image] {
            case .success(var answer)?:
                answer.fragment = target.tag.fragment
                let markup = target.tag.replacement { attributes in
                    answer.line(
                        .html(attributes: attributes.map { HTMLAttribute($0.name, $0.value) }),
                        settings
                    )
                }
                if let markup, !markup.isEmpty { edits.append(Edit(range: target.tag.range, replacement: markup)) }
            case .failure(let error)?:
                summary.failed += 1
                // Report each failure only once, even if many pages show the image.
                if reported.insert(error.message).inserted { report.problem("\(path):\(target.tag.line): \(error)") }
            // Ignore an image that the first pass did not find, because it has not been made. The page was changed
            // after the first pass.
            case nil: break
            }
        }
        guard !edits.isEmpty else { return }
        switch options.action {
        case .write: try writeAtomically(bytes.applying(edits), to: root + "/" + path, syncing: false)
        case .check: break
        case .diff: report.content(UnifiedDiff(path: path, old: bytes, edits: edits).bytes)
        }
        summary.changed += 1
        report.changed(path)
    }
}
