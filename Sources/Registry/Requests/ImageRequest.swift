import Files
import ImageSpecs

/// The image that a single-file command requests: a generator with the arguments of this call, for any source. For a
/// set, the request has one generator for each member.
package struct ImageRequest: Sendable {
    /// The id of the generator or of the set.
    package let id: String
    /// The generator, or the members of the set: by format, then from small to large.
    package let generators: [Generator]
    package let arguments: [String]

    /// The generator, or the first member of the set.
    package var generator: Generator { generators[0] }

    package var isSet: Bool { generators[0].member != nil }

    /// Whether the image is made from a canvas. Such a request takes no source.
    package var isCanvas: Bool { generator.isCanvas }
}

extension Registry {
    /// The id of the generator of django-imagekit's `thumbnail` tag. A registry can define a generator with this id.
    package static let thumbnailID = "imagekit:thumbnail"

    /// Returns a generator or a set by its id, with arguments such as `format=WEBP` or `quality=60` applied to its
    /// spec.
    package func request(_ id: String, arguments: [String]) throws(RequestError) -> ImageRequest {
        let registered = generators.first { $0.id == id } ?? memberOfSource(named: id).flatMap(written)
        if let member = registered?.member, member.size == .ofSource { throw .allLengths(id, set: member.set) }
        let members = registered == nil ? members(ofSet: id) : []
        guard registered != nil || !members.isEmpty || id == Self.thumbnailID else {
            throw .noGenerator(id, ids: sets + generators.map(\.id) + [Self.thumbnailID])
        }
        let given = try SpecArguments(arguments, allowsExec: settings.allowExec)
        if !members.isEmpty {
            var requested: [Generator] = []
            for member in members.map({ generators[$0] }) {
                var generator = member.standalone(try given.applied(to: member.spec))
                generator.member = member.member
                requested.append(generator)
            }
            return ImageRequest(id: id, generators: requested, arguments: arguments)
        }
        let base = registered ?? builtInThumbnail
        let spec = id == Self.thumbnailID ? try given.thumbnail(of: base.spec) : try given.applied(to: base.spec)
        return ImageRequest(id: id, generators: [base.standalone(spec)], arguments: arguments)
    }

    /// Returns the request for a thumbnail of a size.
    /// - Parameter arguments: additional arguments of `Thumbnail` and of the spec, such as `crop=false`.
    package func thumbnail(_ size: Dimensions, arguments: [String]) throws(RequestError) -> ImageRequest {
        guard members(ofSet: Self.thumbnailID).isEmpty else {
            throw .arguments(["\(Self.thumbnailID) is a set, and a thumbnail is one image: give the set another id"])
        }
        var all = arguments
        if let width = size.width { all.append("width=\(width)") }
        if let height = size.height { all.append("height=\(height)") }
        return try request(Self.thumbnailID, arguments: all)
    }

    /// Returns one request for each pixel density of a thumbnail. `size` is the size of the thumbnail at density 1.
    package func thumbnails(
        _ size: Dimensions,
        for densities: [PixelDensity],
        arguments: [String]
    ) throws(RequestError) -> [(request: ImageRequest, density: PixelDensity)] {
        var found: [(request: ImageRequest, density: PixelDensity)] = []
        for density in densities {
            found.append((try thumbnail(size.scaled(by: density), arguments: arguments), density))
        }
        return found
    }

    /// Returns the member that a set makes for sources with this length, as an ordinary generator.
    private func written(_ member: (id: GeneratorID, length: Int)) -> Generator? {
        let generator = generators[member.id]
        guard let resolved = generator.member?.resolved(generator.spec, length: member.length) else { return nil }
        return Generator(
            id: resolved.id,
            spec: resolved.spec,
            groups: [],
            folder: generator.folder,
            strategy: generator.strategy,
            namer: generator.namer,
            presentation: generator.presentation
        )
    }

    private var builtInThumbnail: Generator {
        Generator(
            id: Self.thumbnailID,
            spec: ImageSpec(format: settings.thumbnailFormat),
            groups: [],
            folder: folder(ofFile: path),
            strategy: nil
        )
    }
}

extension Generator {
    fileprivate func standalone(_ spec: ImageSpec) -> Generator {
        Generator(
            id: id,
            spec: spec,
            groups: [],
            folder: folder,
            strategy: strategy,
            namer: namer,
            presentation: presentation
        )
    }
}
