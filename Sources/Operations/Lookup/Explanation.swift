import CacheState
import ImageSpecs
import Planning
import Registry
import SourceGroups
import WorkerProtocol

/// A description of one cache file: its source and spec, when and why it was made, and which changes affect it.
package struct Explanation: Sendable {
    package let name: String
    package let url: String
    /// The ids of all generators that make this image, in the order of the registry.
    package let generators: [String]
    package let origin: ImageOrigin
    /// The arguments of the call of a single-file command; nil if a run makes the image.
    package let arguments: [String]?
    /// The spec after the fields of the source are inserted.
    package let spec: ImageSpec
    /// The fields of the source that the spec uses, by name. The value of a missing field is nil.
    package let fields: [String: Value?]
    /// The quality of the file; nil if its format has no quality, or if the file is lossless.
    package let quality: Int?
    package let status: Status
    /// The properties of the image; nil if they are not recorded.
    package let made: Outcome.MadeImage?
    package let making: ImageDescription.Making?
    /// The software that made the file; nil if it is not recorded, or if imagekit did not make the file itself.
    package let renderer: Renderer?
    /// The changes after which a run makes the image again, makes another image, or renames the image.
    package let changes: [Change]

    /// The result of the plan for the image: fresh, wanted by the next run, or failed.
    package enum Status: Sendable {
        case fresh
        case wanted(Reason)
        case failed(Outcome.Failure)
    }

    /// A change that affects the image.
    package enum Change: Sendable {
        /// A run makes the image again.
        case content(of: String)
        /// A run makes another image, with another name.
        case fields([String])
        /// A run makes another image, with another name.
        case spec(of: String)
        /// A run renames the image.
        case naming
    }

    package init(_ match: CacheFileLookup.Match) throws {
        let registry = match.registry
        let generator = registry.generators[match.image.generator]
        name = match.image.name
        url = registry.settings.url(of: name)
        generators = match.generators
        origin = match.source.origin
        arguments = match.call?.arguments
        spec = match.image.spec?.spec ?? generator.spec
        fields = try Self.fields(of: generator, origin, registry)
        (made, making) = Self.image(match)
        let format = made?.format ?? spec.imageFormat
        quality = made?.notes.quality ?? Self.quality(spec.options ?? [:], format)
        status =
            switch match.image.verdict {
            case .fresh: .fresh
            case .needed(let reason): .wanted(reason)
            case .renamed: .wanted(.renamed)
            case .failed(let failure): .failed(failure)
            }
        renderer = match.renderer
        let contents = [origin.sourceName].compactMap(\.self) + generator.spec.overlays
        let names = fields.keys.sorted()
        changes =
            contents.map { .content(of: $0) } + (names.isEmpty ? [] : [.fields(names)]) + [
                .spec(of: match.image.id(in: registry)), .naming,
            ]
    }

    /// The quality that the saver of the format gets.
    private static func quality(_ options: [String: Value], _ format: ImageFormat?) -> Int? {
        if let format, format.saveOption("quality") == nil { return nil }
        if format?.saveOption("lossless") != nil, options["lossless"]?.isTruthy == true { return nil }
        let compression = options["compression"]?.string ?? ""
        if format == .tiff, !["jpeg", "tiff_jpeg", "webp"].contains(compression) { return nil }
        let given = options["vips"]?.dictionary?["Q"] ?? options["quality"]
        if let preset = given?.string.flatMap(JPEGPreset.init) { return preset.quality }
        let number = given?.number ?? format?.saveOption("quality")?.fallback?.number
        return number.flatMap { Int(exactly: $0.rounded(.down)) }
    }

    private static func fields(
        of generator: Generator,
        _ origin: ImageOrigin,
        _ registry: Registry
    ) throws -> [String: Value?] {
        guard generator.spec.hasFields else { return [:] }
        let catalog = try SourceCatalog(of: registry, streaming: [])
        let groups = registry.fieldGroups(of: generator)
        try catalog.load(Set(groups))
        // Examine the source first, because `SpecResolver.fields` reads the header of an object in a bucket only if the
        // object was found.
        let status = origin.sourceName.map { NamedSource($0, catalog).status { true } }
        let fields = SpecResolver(registry, catalog).fields(of: origin, status?.stamp)
        return Dictionary(
            uniqueKeysWithValues: generator.spec.fieldNames.map { name in
                let isUpright = generator.spec.extensions.autorotate
                return (name, (try? fields.value(of: name, in: groups, isUpright: isUpright))?.likeliest)
            }
        )
    }

    private static func image(
        _ match: CacheFileLookup.Match
    ) -> (made: Outcome.MadeImage?, making: ImageDescription.Making?) {
        if case .made(_, let description)? = match.record?.state { return (description?.image, description?.making) }
        if case .fresh(_, let description) = match.image.verdict { return (description?.image, description?.making) }
        return (nil, nil)
    }
}
