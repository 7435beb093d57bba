import ArgumentParser
import Registry

struct Thumbnail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thumbnail",
        abstract: "Makes a thumbnail where it is missing or out of date, and prints an <img> tag.",
        discussion: """
            As Django's {% thumbnail %} tag: imagekit thumbnail 100x50 photos/dog.jpg -- alt="A dog". It runs the \
            generator imagekit:thumbnail, which a registry may override. Several sources are answered in their order, \
            one a line; the line of an image that failed is empty, and the exit code is 1.
            """
    )

    @Argument(help: ArgumentHelp("Width and height: 100x50, 100x or x50.", valueName: "size"))
    var size: String

    @Argument(help: ArgumentHelp("Names of sources; - reads them from standard input.", valueName: "source"))
    var sources: [String]

    @Option(help: "What stays when it is cropped: tl, t, tr, …, or auto.")
    var anchor: String?

    @Flag(inversion: .prefixedNo, help: "Cut off what does not fit. Default: where both sides are given.")
    var crop: Bool?

    @Flag(inversion: .prefixedNo, help: "Enlarge a source that is smaller.")
    var upscale: Bool?

    @Option(help: "The format. Default: IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT, else the source's.")
    var format: String?

    @Option(help: ArgumentHelp("Further pixel densities, such as '2 3'.", valueName: "densities"))
    var srcset: String?

    @Option(help: ArgumentHelp("Another argument for the generator, such as quality=60.", valueName: "key=value"))
    var set: [String] = []

    @OptionGroup var options: SingleFileOptions

    func run() async throws {
        guard let dimensions = Dimensions(size) else {
            throw ValidationError("\"\(size)\" is not a size: give 100x50, 100x or x50.")
        }
        let registry = try options.registryOption.load(options.limits)
        let densities = try densities(registry.settings)
        let (request, scaled) = try validated {
            (
                try registry.thumbnail(dimensions, arguments: arguments),
                try registry.thumbnails(dimensions, for: densities, arguments: arguments)
            )
        }
        try await options.answer(sources, registry: registry, request, srcset: scaled)
    }

    /// The tag alone has a srcset unless it is asked for.
    private func densities(_ settings: Settings) throws -> [PixelDensity] {
        guard let srcset else { return options.form == .html ? settings.thumbnailSrcsetScales : [] }
        guard let densities = PixelDensity.list(srcset) else {
            throw ValidationError("--srcset '\(srcset)': give numbers above 0 with blanks between them, such as '2 3'.")
        }
        return densities
    }

    private var arguments: [String] {
        let own = [
            anchor.map { "anchor=\($0)" }, crop.map { "crop=\($0)" }, upscale.map { "upscale=\($0)" },
            format.map { "format=\($0)" },
        ]
        return own.compactMap(\.self) + set
    }
}
