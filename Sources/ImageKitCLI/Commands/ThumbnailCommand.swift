import ArgumentParser
import Registry

struct ThumbnailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thumbnail",
        abstract: "Makes a thumbnail if it is missing or out of date, and prints an <img> tag.",
        discussion: """
            Works like Django's {% thumbnail %} tag: imagekit thumbnail 100x50 photos/dog.jpg -- alt="A dog". It \
            runs the generator imagekit:thumbnail, which a registry may override. For several sources, it prints one \
            line per source, in order. If an image fails, its line is empty, and the exit code is 1.
            """
    )

    @Argument(help: ArgumentHelp("Width and height: 100x50, 100x, or x50.", valueName: "size"))
    var size: String

    @Argument(help: ArgumentHelp("Names of sources; - reads them from standard input.", valueName: "source"))
    var sources: [String]

    @Option(help: "Part of the picture that a crop keeps: tl, t, tr, …, auto, attention, or focus.")
    var anchor: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Crop to the size. Default: crop if an anchor, or both width and height, are given."
    )
    var crop: Bool?

    @Flag(inversion: .prefixedNo, help: "Enlarge smaller sources.")
    var upscale: Bool?

    @Option(help: "Image format. Default: IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT, or else the source's format.")
    var format: String?

    @Option(help: ArgumentHelp("Additional pixel densities, such as '2 3'.", valueName: "densities"))
    var srcset: String?

    @Option(
        help: ArgumentHelp(
            "Argument of a processor, save option, or attribute of the spec, such as quality=60.",
            valueName: "key=value"
        )
    )
    var set: [String] = []

    @OptionGroup var options: SingleFileOptions

    func run() async throws {
        guard let dimensions = Dimensions(size) else {
            throw ValidationError("\"\(size)\" is not a size: write 100x50, 100x, or x50.")
        }
        try checkSides(dimensions)
        let registry = try options.registryOption.load(isOptional: true, options.limits)
        let densities = try densities(registry.settings)
        let (request, scaled) = try asUsageError {
            (
                try registry.thumbnail(dimensions, arguments: arguments),
                try registry.thumbnails(dimensions, for: densities, arguments: arguments)
            )
        }
        try await options.answer(sources, registry: registry, request, srcset: scaled)
    }

    /// Throws an error if `--set` gives a side that the size gives too, because the two can contradict each other.
    private func checkSides(_ dimensions: Dimensions) throws {
        for (side, length) in [("width", dimensions.width), ("height", dimensions.height)] where length != nil {
            let keys = ["\(side)=", "Thumbnail.\(side)="]
            guard let given = set.first(where: { given in keys.contains { given.hasPrefix($0) } }) else { continue }
            throw ValidationError("--set \(given): the size \(size) gives the \(side); change the size instead.")
        }
    }

    /// The pixel densities of `--srcset`. Without this option, an `<img>` tag has the densities of the setting
    /// `thumbnailSrcsetScales`, and an answer in another form, such as a URL, has no densities.
    private func densities(_ settings: Settings) throws -> [PixelDensity] {
        guard let srcset else { return options.form == .html ? settings.thumbnailSrcsetScales : [] }
        guard let densities = PixelDensity.list(srcset) else {
            throw ValidationError("--srcset '\(srcset)': write numbers above 0 separated by spaces, such as '2 3'.")
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
