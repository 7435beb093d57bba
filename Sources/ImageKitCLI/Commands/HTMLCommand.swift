import ArgumentParser
import Files
import Operations
import Registry

struct HTMLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "html",
        abstract: "Makes the images of a built site responsive.",
        discussion: """
            Replaces each <img> whose src leads to a source by the markup of a generator or a set, and makes the images. \
            The attribute data-imagekit="ID" of the tag, or of an element around the tag, names the generator. Without \
            this attribute, --generator names the generator. The markup keeps the other attributes of the tag. An <img> \
            in a <picture>, with data-imagekit="off", or whose src leads to no source does not change. All other bytes \
            of the pages stay the same, and a second run changes nothing.
            """
    )

    @Argument(help: ArgumentHelp("Folder of the built site.", valueName: "folder"))
    var folder: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Generator or set for images without data-imagekit.", valueName: "id")
    )
    var generator: String?

    @Option(help: ArgumentHelp("URL of the site. Absolute URLs that start with it are local.", valueName: "url"))
    var siteURL: String?

    @Flag(help: "Also process Markdown files: replace lines that contain only an image.")
    var markdown = false

    @Flag(help: "Write nothing; exit with 1 if a page would change.")
    var check = false

    @Flag(name: [.customShort("n"), .long], help: "Print the changes as a diff, and write nothing.")
    var dryRun = false

    @OptionGroup var registryOption: RegistryOption

    @OptionGroup var images: PageImageOptions

    func validate() throws {
        if folder.isEmpty { throw ValidationError("the path of the folder is empty.") }
        if check && dryRun { throw ValidationError("--check and --dry-run contradict each other: use only one.") }
        if let siteURL, !siteURL.hasPrefix("http://"), !siteURL.hasPrefix("https://") {
            throw ValidationError("--site-url \(siteURL): write a URL such as https://example.org/.")
        }
    }

    func run() async throws {
        let registry = try registryOption.load(images.limits)
        guard let root = resolvedPath(folder), isFolder(root) else {
            throw ValidationError("\(folder) is not a folder: give the folder of the built site.")
        }
        if let generator { _ = try asUsageError { try registry.request(generator, arguments: []) } }
        let site = HTMLSite(
            root: root,
            registry: registry,
            options: options,
            generation: images.generation,
            images: MessageReport(),
            report: PagePrinter(listsChanges: check)
        )
        let isCheck = check
        let status = try await withSignals {
            try await PagePrinter.status(isCheck: isCheck) { try await site.run() }
        }
        guard status == .success else { throw status.code }
    }

    private var options: HTMLSite.Options {
        var options = HTMLSite.Options()
        options.generator = generator
        options.includesMarkdown = markdown
        options.siteURL = siteURL.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        options.action = check ? .check : dryRun ? .diff : .write
        return options
    }
}
