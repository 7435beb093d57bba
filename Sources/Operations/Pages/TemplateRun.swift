import Files
import Markup
import Planning
import Registry
import Templates

/// Renders templates and makes the images of their tags: `imagekit render`.
package struct TemplateRun: Sendable {
    /// The options of `imagekit render`.
    package struct Options: Sendable {
        /// The variables of `--context`.
        package var data: [String: TemplateValue] = [:]
        /// The folders of `--templates`, in addition to the folder of the file and the current folder.
        package var folders: [String] = []
        /// Whether control tags such as `{% for %}` stay as they are.
        package var expandsOnlyTags = false
        /// The folder of the outputs; nil for standard output.
        package var output: String?
        package var action = PageAction.write

        package init() {}
    }

    private let registry: Registry
    private let options: Options
    private let report: any PageReport
    private let images: PageImages

    package init(
        registry: Registry,
        options: Options,
        generation: GenerationOptions,
        images: any GenerationReport,
        report: any PageReport
    ) {
        self.registry = registry
        self.options = options
        self.report = report
        var generation = generation
        generation.isDryRun = options.action != .write
        self.images = PageImages(registry, generation, images)
    }

    /// Renders the files.
    ///
    /// The first pass finds the images of all files, so that they are made in few batches. A template can request more
    /// images after the size of an image is known. So passes are repeated until all requested images are known, but at
    /// most `maxPasses` times.
    /// - Throws: the errors of a batch. A failed file throws no error: the failure is reported, and the other files are
    ///   rendered.
    package func run(_ files: [TemplateFile]) async throws -> PageSummary {
        var images = images
        var summary = PageSummary()
        for _ in 0..<Self.maxPasses {
            var wanted: Set<PageImage> = []
            for file in files {
                try Task.checkCancellation()
                // Ignore errors, because the rendering after these passes reports them.
                _ = try? render(file) { image throws(TemplateError) in
                    if let known = images[image] { return known }
                    wanted.insert(image)
                    return nil
                }
            }
            if wanted.isEmpty { break }
            try await images.request(wanted)
        }
        let sources = Set(files.compactMap { resolvedPath($0.path) }.map(ByteName.init))
        for file in files {
            try Task.checkCancellation()
            do {
                var isOutdated = false
                let bytes = try render(file) { image throws(TemplateError) in
                    guard let known = images[image] else {
                        throw TemplateError(
                            "after \(Self.maxPasses) passes, the template still requests new images: do not compute the "
                                + "arguments of an image from the size of another image more than \(Self.maxPasses) times"
                        )
                    }
                    if options.action == .check, case .failure(let error) = known, error.isOutdated {
                        isOutdated = true
                        return nil
                    }
                    return known
                }
                try finish(file, bytes, isOutdated: isOutdated, replacing: sources, &summary)
            } catch {
                summary.failed += 1
                report.problem("\(error)")
            }
        }
        if options.action == .write, summary.changed > 0, let output = options.output { try syncFileSystem(of: output) }
        return summary
    }

    /// Returns the images that the files request, in the order of the files. No image is made.
    package func scan(_ files: [TemplateFile]) -> (found: [ScannedImage], failed: Int) {
        var found: [ScannedImage] = []
        var failed = 0
        for file in files {
            do {
                let template = try file.read()
                _ = try render(template, file) { call throws(TemplateError) in
                    found.append(ScannedImage(file: file.path, image: try PageImage(call, registry.settings)))
                    return Self.unknown
                }
            } catch {
                failed += 1
                report.problem("\(error)")
            }
        }
        return (found, failed)
    }

    private static let maxPasses = 8
    private static let unknown = RenderedImage(markup: "", url: "", width: nil, height: nil)

    private func finish(
        _ file: TemplateFile,
        _ bytes: [UInt8],
        isOutdated: Bool,
        replacing templates: Set<ByteName>,
        _ summary: inout PageSummary
    ) throws {
        guard let output = options.output else {
            report.content(bytes)
            return
        }
        let path = output + "/" + file.output
        guard isOutdated || (try? readFile(path)) != bytes else { return }
        if options.action == .write {
            if let existing = resolvedPath(path), templates.contains(ByteName(existing)) {
                throw TemplateError("\(file.path): the result would replace the template \(path): use another --output")
            }
            try makeFolder(folder(ofFile: path))
            try writeAtomically(bytes, to: path, syncing: false)
        }
        summary.changed += 1
        report.changed(path)
    }

    // MARK: - Rendering

    /// - Parameter answer: returns the answer for an image. If it returns nil, the image has no markup, URL, or size in
    ///   the result.
    private func render(
        _ file: TemplateFile,
        _ answer: @escaping (PageImage) throws(TemplateError) -> Result<CacheFileAnswer, PageImageError>?
    ) throws -> [UInt8] {
        let template = try file.read()
        return try render(template, file) { call throws(TemplateError) in
            guard let known = try answer(try PageImage(call, registry.settings)) else { return Self.unknown }
            switch known {
            case .failure(let error): throw TemplateError(error.message)
            case .success(let answer):
                guard case .success(let image) = answer.result else { return Self.unknown }
                return RenderedImage(
                    markup: answer.line(.html(attributes: call.attributes), registry.settings),
                    url: image.url(registry.settings),
                    width: image.width,
                    height: image.height
                )
            }
        }
    }

    private func render(
        _ template: Template,
        _ file: TemplateFile,
        _ image: @escaping (ImageCall) throws(TemplateError) -> RenderedImage
    ) throws -> [UInt8] {
        guard template.isWhole, !options.expandsOnlyTags else {
            return try template.expandingTags(data: options.data, image: image)
        }
        let folders = TemplateFolders(paths: [folder(ofFile: file.path)] + options.folders + ["."])
        let whole = WholeTemplate(template) { name throws(TemplateError) in try folders.template(name) }
        return try whole.render(data: options.data, image: image)
    }
}
