import ArgumentParser
import Registry

struct GenerateImage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generateimage",
        abstract: "Makes one image if it is missing or out of date, and prints an <img> tag.",
        discussion: """
            Works like Django's {% generateimage %} tag: imagekit generateimage myapp:thumbnail --source \
            photos/dog.jpg -- alt="A dog". For several sources, it prints one line per source, in order; the line of \
            a failed image is empty, and the exit code is 1. A generator with a canvas takes no --source.
            """
    )

    @Argument(help: "The id of a generator.")
    var id: String

    @Option(help: ArgumentHelp("Name of a source; - reads names from standard input.", valueName: "name"))
    var source: [String] = []

    @Option(
        help: ArgumentHelp(
            "Argument of the generator or field of its spec, such as quality=60.",
            valueName: "key=value"
        )
    )
    var set: [String] = []

    @OptionGroup var options: SingleFileOptions

    func run() async throws {
        let registry = try options.registryOption.load(options.limits)
        let request = try asUsageError { try registry.request(id, arguments: set) }
        guard request.isCanvas == source.isEmpty else {
            throw ValidationError(
                request.isCanvas ? "\(id) is made from a canvas: remove --source." : "\(id) needs a --source."
            )
        }
        try await options.answer(request.isCanvas ? nil : source, registry: registry, request)
    }
}

/// Converts an error in a call to a usage error.
func asUsageError<T>(_ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let mistake as RequestMistake {
        throw ValidationError("\(mistake)")
    }
}
