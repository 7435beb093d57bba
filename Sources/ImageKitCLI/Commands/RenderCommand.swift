import ArgumentParser
import Files
import ImageHeaders
import JSON
import Operations
import Registry
import Templates

struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Expands the image tags in text files, and makes their images.",
        discussion: """
            The tags are {% generateimage %} and {% thumbnail %}, with the rules of django-imagekit, and \
            {% picture 'blog:photo' 'a.jpg' sizes='50vw' -- alt='A dog' %}. All other bytes stay the same. If a file \
            contains {% for %}, {% if %}, {% extends %}, {% block %}, or {% include %}, all of its tags and variables \
            are evaluated, and values are escaped.

            A source is a name in quotes, or a variable from --context or from the front matter of the file.
            """
    )

    enum ScanFormat: String, CaseIterable, ExpressibleByArgument { case json, names, registry }

    @Argument(help: ArgumentHelp("Paths of templates.", valueName: "file"))
    var files: [String]

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write the results to this folder, or the list of --scan to this file. Default: standard output.",
            valueName: "folder"
        )
    )
    var output: String?

    @Option(help: ArgumentHelp("JSON file with variables; may be repeated.", valueName: "path"))
    var context: [String] = []

    @Option(help: ArgumentHelp("Folder of templates to extend or include; may be repeated.", valueName: "folder"))
    var templates: [String] = []

    @Option(
        help: ArgumentHelp(
            "Each result has the path of its file relative to this folder. Default: the common folder of the files.",
            valueName: "folder"
        )
    )
    var root: String?

    @Flag(help: "Expand only the image tags, and do not change tags such as {% for %}.")
    var tagsOnly = false

    @Flag(help: "Write nothing; exit with 1 if a result or an image is missing or out of date.")
    var check = false

    @Flag(help: "List the images that the templates request, and make no image.")
    var scan = false

    @Option(
        help: "Format of --scan: json (one object per line), names of sources, or a registry to include."
    )
    var scanFormat = ScanFormat.json

    @Option(help: ArgumentHelp("With --scan, list only the images of this generator.", valueName: "id"))
    var generator: String?

    @OptionGroup var registryOption: RegistryOption

    @OptionGroup var images: PageImageOptions

    func validate() throws {
        if output?.isEmpty == true { throw ValidationError("--output is empty: give the path of a folder.") }
        if output == "-" { throw ValidationError("--output -: to write to standard output, remove --output.") }
        if scan && check { throw ValidationError("--scan and --check contradict each other: use only one.") }
        if check && output == nil { throw ValidationError("--check compares with results: add --output.") }
        if generator != nil && !scan { throw ValidationError("--generator is an option of --scan.") }
        if scanFormat != .json && !scan { throw ValidationError("--scan-format is an option of --scan.") }
    }

    func run() async throws {
        let registry = try registryOption.load(isOptional: true, images.limits)
        guard let files = TemplateFile.all(files, root: root) else {
            throw ValidationError(
                "--root \(root ?? ""): a file is outside of this folder. Give a parent folder of all files."
            )
        }
        if scan { try checkScanOutput(files, registry) }
        let outputs = Dictionary(grouping: files, by: \.output)
        if let twice = outputs.values.first(where: { $0.count > 1 }) {
            throw ValidationError(
                "\(twice[0].path) and \(twice[1].path) have the same result, \(twice[0].output): give each file once."
            )
        }
        let run = TemplateRun(
            registry: registry,
            options: try options,
            generation: images.generation,
            images: MessageReport(),
            report: PagePrinter(listsChanges: check)
        )
        if scan { return try printScan(run.scan(files), registry) }
        let isCheck = check
        let status = try await withSignals {
            try await PagePrinter.status(isCheck: isCheck) { try await run.run(files) }
        }
        guard status == .success else { throw status.code }
    }

    private var options: TemplateRun.Options {
        get throws {
            var options = TemplateRun.Options()
            for path in context { options.data.merge(try variables(path)) { $1 } }
            options.folders = templates
            options.expandsOnlyTags = tagsOnly
            options.output = output
            options.action = check ? .check : .write
            return options
        }
    }

    private func variables(_ path: String) throws -> [String: TemplateValue] {
        do {
            let node = try parseJSON(try readFile(path))
            guard case .object(let members) = TemplateValue(node) else {
                throw ValidationError("--context \(path): the file has to contain a JSON object.")
            }
            return members
        } catch let error as JSONSyntaxError {
            throw ValidationError("--context \(path):\(error)")
        } catch let error as FileError {
            throw ValidationError("--context: \(error)")
        }
    }

    /// Throws an error if the list of a scan would replace the registry, a file that this command reads, or an image.
    /// The list can replace an included registry and the list of a source group, because an earlier scan can have
    /// written them.
    private func checkScanOutput(_ files: [TemplateFile], _ registry: Registry) throws {
        guard let output, let resolved = resolvedPath(output) else { return }
        func isThere(_ path: String) -> Bool { resolvedPath(path)?.utf8.elementsEqual(resolved.utf8) == true }
        var obstacle: String?
        if isThere(registry.path) {
            obstacle = "the registry"
        } else if files.contains(where: { isThere($0.path) }) {
            obstacle = "a template of this command"
        } else if context.contains(where: isThere) {
            obstacle = "a file of --context"
        } else if ImageHeader.read(resolved) != nil {
            obstacle = "an image"
        }
        if let obstacle { throw ValidationError("--output: \(output) is \(obstacle): use another path.") }
    }

    private func printScan(_ scan: (found: [ScannedImage], failed: Int), _ registry: Registry) throws {
        let images = scan.found.filter { generator == nil || $0.generator == generator }
        let text: String
        switch scanFormat {
        case .json: text = images.map { $0.json(registry.settings).text + "\n" }.joined()
        case .names:
            let names = inByteOrder(images.compactMap { $0.source(registry.settings) })
            text = names.map { $0 + "\n" }.joined()
        case .registry:
            let scanned = ScannedRegistry(images, registry)
            text = scanned.json.laidOut
            for id in scanned.skipped.sorted() {
                let message = "\(id): a registry cannot contain some of the calls, so they are left out"
                StandardStream.error.report("warning", message)
            }
        }
        if let output {
            try exitOnError { try writeAtomically(text, to: output) }
        } else {
            StandardStream.output.write(text)
        }
        if scan.failed > 0 { throw ExitStatus.incomplete.code }
    }
}
