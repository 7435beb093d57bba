import ArgumentParser
import Registry

struct GenerateImage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generateimage",
        abstract: "Makes one image where it is missing or out of date, and prints an <img> tag.",
        discussion: """
            As Django's {% generateimage %} tag: imagekit generateimage myapp:thumbnail --source photos/dog.jpg -- \
            alt="A dog". Several sources are answered in their order, one a line; the line of an image that failed is \
            empty, and the exit code is 1. A generator with a canvas takes no --source.
            """
    )

    @Argument(help: "The id of a generator.")
    var id: String

    @Option(help: ArgumentHelp("A source's name; - reads names from standard input.", valueName: "name"))
    var source: [String] = []

    @Option(
        help: ArgumentHelp(
            "An argument for the generator or a field of its spec, such as quality=60.",
            valueName: "key=value"
        )
    )
    var set: [String] = []

    @OptionGroup var options: SingleFileOptions

    func run() async throws {
        let registry = try options.registryOption.load(options.limits)
        let request = try validated { try registry.request(id, arguments: set) }
        guard request.isCanvas == source.isEmpty else {
            throw ValidationError(
                request.isCanvas ? "\(id) is made from a canvas: leave --source out." : "\(id) needs a --source."
            )
        }
        try await options.answer(request.isCanvas ? [""] : source, registry: registry, request)
    }
}

/// A mistake in a call, as wrong usage.
func validated<T>(_ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let mistake as RequestMistake {
        throw ValidationError("\(mistake)")
    }
}
