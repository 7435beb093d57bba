import Files
import ImageSpecs
import JSON
import Registry

/// A registry that another registry can include, so that `generateimages` makes the images of templates.
package struct ScannedRegistry {
    package let json: JSONText
    /// The ids of the generators of tags whose images the registry cannot contain. For example, an argument of the tag
    /// or the name of the source is invalid.
    package private(set) var skipped: Set<String> = []

    package init(_ images: [ScannedImage], _ registry: Registry) {
        var sources: [PageImage.Request: [String]] = [:]
        for image in images {
            guard let source = image.source(registry.settings) else { continue }
            guard SourceNameProblem(source) == nil else {
                skipped.insert(image.generator)
                continue
            }
            for request in image.image.request.separate { sources[request, default: []].append(source) }
        }
        var members: [String: JSONText] = [:]
        var groups: [String: JSONText] = [:]
        for (request, names) in sources {
            guard let generator = Self.generator(request, registry) else {
                skipped.insert(request.generator)
                continue
            }
            let id = Self.id(request)
            groups[id] = ["files": .array(inByteOrder(names).map { .string($0) })]
            members[id] = generator.adding([JSONText.Member(key: "source", value: .string(id))])
        }
        json = ["source_groups": Self.object(groups), "generators": Self.object(members)]
    }

    private static func object(_ members: [String: JSONText]) -> JSONText {
        .object(members.sorted { $0.key < $1.key }.map { JSONText.Member(key: $0.key, value: $0.value) })
    }

    /// Returns the id of the generator for a request. The id is the same in each scan, and different requests have
    /// different ids.
    private static func id(_ request: PageImage.Request) -> String {
        let size =
            request.width == nil && request.height == nil
            ? nil : "\(request.width.map(String.init) ?? "")x\(request.height.map(String.init) ?? "")"
        let arguments = request.arguments.map { argument in
            let (key, value) = Self.parts(argument)
            return "\(key)-\(percentEncoded(value, keeping: charactersOfIDs))"
        }
        return (["templates", request.generator] + [size].compactMap(\.self) + arguments).joined(separator: ":")
    }

    /// The characters of values that ids contain without escaping.
    private static let charactersOfIDs = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.,-".utf8)

    /// Separates an argument `key=value`.
    private static func parts(_ argument: String) -> (key: String, value: String) {
        let key = argument.prefix { $0 != "=" }
        return (String(key), String(argument.dropFirst(key.count + 1)))
    }

    /// Returns the generator for a request, without its sources.
    /// - Returns: nil if a registry cannot contain the generator, or if the request is invalid.
    private static func generator(_ request: PageImage.Request, _ registry: Registry) -> JSONText? {
        guard let (image, _) = try? request.requests(registry), !image.isCanvas else { return nil }
        let registered = registry.generator(named: request.generator)
        // A generator cannot extend a member of a set.
        if let registered, registry.generators[registered].member != nil { return nil }
        guard request.generator == Registry.thumbnailID, registered == nil else {
            let isPlain = request.arguments.isEmpty && request.width == nil && request.height == nil
            return isPlain ? ["extends": .string(request.generator)] : nil
        }
        var processor: [JSONText.Member] = []
        if let width = request.width { processor.append(.init(key: "width", value: .integer(width))) }
        if let height = request.height { processor.append(.init(key: "height", value: .integer(height))) }
        var attributes: [JSONText.Member] = []
        var options: [JSONText.Member] = []
        for argument in request.arguments {
            let (key, text) = parts(argument)
            let value = (try? parseJSON(Array(text.utf8))).map(JSONText.init) ?? .string(text)
            switch key {
            // The arguments `width` and `height` would conflict with the size of the tag. The argument `processors`
            // would replace the processor `Thumbnail`.
            case "width", "height", "processors": return nil
            case "anchor", "crop", "upscale": processor.append(.init(key: key, value: value))
            case _ where Generator.keys.contains(key): attributes.append(.init(key: key, value: value))
            default: options.append(.init(key: key, value: value))
            }
        }
        var generator: JSONText = ["processors": [["Thumbnail": .object(processor)]]]
        generator = generator.setting("format", to: registry.settings.thumbnailFormat.map { .string($0) })
        for attribute in attributes { generator = generator.setting(attribute.key, to: attribute.value) }
        guard !options.isEmpty else { return generator }
        let all = options.reduce(generator["options"] ?? .object([])) { $0.setting($1.key, to: $1.value) }
        return generator.setting("options", to: all)
    }
}

extension PageImage.Request {
    /// The request without densities, and one request for each of its densities. Their arguments are sorted, so that
    /// tags with the same arguments in another order make the same request.
    fileprivate var separate: [PageImage.Request] {
        let arguments = arguments.sorted()
        let base = PageImage.Request(generator: generator, arguments: arguments, width: width, height: height)
        return [base]
            + densities.map { density in
                PageImage.Request(
                    generator: generator,
                    arguments: arguments,
                    width: width.map(density.scaled),
                    height: height.map(density.scaled)
                )
            }
    }
}
