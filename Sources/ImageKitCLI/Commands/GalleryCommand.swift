import ArgumentParser
import Gallery
import Operations
import Registry

struct GalleryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gallery",
        abstract: "Writes a page that shows the sources and their images.",
        discussion: """
            Each source has a row with its images: size, bytes, the bytes that a page saves, status, and the reason of a \
            failure. Makes no image. A page has at most 200 sources; further pages are next to the first one: \
            gallery-2.html, and so on. Deletes the further pages of an earlier gallery. The pages need no server. \
            Patterns match ids as in generateimages. Exits with 0 even if images are missing or failed, and with 1 if \
            sources cannot be read.
            """
    )

    @Argument(help: ArgumentHelp("Ids of generators; * within a segment, ** across segments.", valueName: "pattern"))
    var patterns: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("Path of the first page, such as gallery.html.", valueName: "path"))
    var output: String

    @Option(help: ArgumentHelp("Show only sources whose names match this glob.", valueName: "glob"))
    var onlySource: String?

    @Flag(help: "Write a single file that contains its images, so that you can move or send it.")
    var inline = false

    @Flag(
        help: "Refer to images by their URLs, as markup does. Default: by paths relative to the page."
    )
    var urls = false

    @OptionGroup var registryOption: RegistryOption

    func validate() throws {
        if output.isEmpty { throw ValidationError("--output is empty: give the path of a file.") }
        if output == "-" {
            throw ValidationError("--output -: use a path; the path of standard output is /dev/stdout.")
        }
        if inline && urls { throw ValidationError("--inline and --urls contradict each other: use only one.") }
    }

    func run() async throws {
        let registry = try registryOption.load()
        try exitOnError { try registry.settings.requireLocalFiles() }
        try registry.checkOutputFile(of: "--output", at: output)
        let run = GalleryRun(registry: registry, options: options) { report($0) }
        let status = try await withSignals {
            do {
                let (total, pages, isComplete) = try run.run()
                if StandardStream.error.isTerminal {
                    StandardStream.error.writeLine(
                        "\(counted(pages, "page")): \(counted(total.sources, "source")), \(counted(total.images, "image"))"
                    )
                }
                return isComplete ? .success : .incomplete
            } catch {
                reportEnd(error)
                return ExitStatus(endedBy: error)
            }
        }
        guard status == .success else { throw status.code }
    }

    private var options: GalleryRun.Options {
        var options = GalleryRun.Options(output: output)
        options.selection.patterns = patterns
        options.selection.onlySource = onlySource
        options.isInline = inline
        options.usesURLs = urls
        return options
    }
}
