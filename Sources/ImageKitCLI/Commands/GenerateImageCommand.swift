import ArgumentParser
import Registry

struct GenerateImageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generateimage",
        abstract: "Makes one image if it is missing or out of date, and prints an <img> tag.",
        discussion: """
            Works like Django's {% generateimage %} tag: imagekit generateimage myapp:thumbnail photos/dog.jpg -- \
            alt="A dog". For several sources, it prints one line per source, in order. If an image fails, its line is \
            empty, and the exit code is 1. A generator with a canvas takes no source.
            """
    )

    @Argument(help: "The id of a generator.")
    var id: String?

    @Argument(help: ArgumentHelp("Names of sources; - reads them from standard input.", valueName: "source"))
    var sources: [String] = []

    @Option(help: ArgumentHelp("Name of a source, for names that begin with a dash.", valueName: "name"))
    var source: [String] = []

    @Option(
        help: ArgumentHelp(
            "Argument of a processor, save option, or attribute of the spec, such as quality=60.",
            valueName: "key=value"
        )
    )
    var set: [String] = []

    @Option(
        help: ArgumentHelp(
            "Name, URL, or path of a cache file, instead of an id and a source.",
            valueName: "cache file"
        )
    )
    var name: String?

    @OptionGroup var options: SingleFileOptions

    func validate() throws {
        if name == nil, id == nil { throw ValidationError("give the id of a generator, or --name and a cache file.") }
        if let name, id != nil || !source.isEmpty || !set.isEmpty {
            throw ValidationError("\(name) stands for a generator and a source: remove all other arguments.")
        }
    }

    func run() async throws {
        let registry = try options.registryOption.load(isOptional: true, options.limits)
        if let name {
            let match = try registry.cacheFile(name)
            return try await options.answer(
                match.sources,
                registry: registry,
                try match.request,
                notifiesOfFresh: true
            )
        }
        guard let id else { return }
        let request = try asUsageError { try registry.request(id, arguments: set) }
        let names = sources + source
        guard request.isCanvas == names.isEmpty else {
            throw ValidationError(
                request.isCanvas
                    ? "\(id) is made from a canvas: remove the source \(names[0])."
                    : "\(id) needs a source: imagekit generateimage \(id) SOURCE."
            )
        }
        try await options.answer(request.isCanvas ? nil : names, registry: registry, request)
    }
}
