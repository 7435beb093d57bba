import JSON
import Registry

/// A registry that another registry can include, so that `generateimages` makes the images of templates.
package struct ScannedRegistry {
    package let json: JSONText
    /// The ids of generators that a template calls with arguments which the registry cannot contain. The images of
    /// these calls are not in the registry.
    package private(set) var skipped: Set<String> = []

    package init(_ images: [ScannedImage], _ registry: Registry) {
        var sources: [PageImage.Request: Set<String>] = [:]
        for image in images {
            guard let source = image.source(registry.settings) else { continue }
            for request in image.image.request.separate { sources[request, default: []].insert(source) }
        }
        var members: [String: JSONText] = [:]
        var groups: [String: JSONText] = [:]
        for (request, names) in sources {
            guard let generator = Self.generator(request, registry) else {
                skipped.insert(request.generator)
                continue
            }
            let id = Self.id(request)
            groups[id] = ["files": .array(names.sorted().map { .string($0) })]
            members[id] = generator.adding([JSONText.Member(key: "source", value: .string(id))])
        }
        json = ["source_groups": Self.object(groups), "generators": Self.object(members)]
    }

    private static func object(_ members: [String: JSONText]) -> JSONText {
        .object(members.sorted { $0.key < $1.key }.map { JSONText.Member(key: $0.key, value: $0.value) })
    }

    /// Returns the id of the generator for a request. The id is the same in each scan.
    private static func id(_ request: PageImage.Request) -> String {
        let size =
            request.width == nil && request.height == nil
            ? nil : "\(request.width.map(String.init) ?? "")x\(request.height.map(String.init) ?? "")"
        let arguments = request.arguments.sorted().map {
            $0.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        }
        return (["templates", request.generator] + [size].compactMap(\.self) + arguments).joined(separator: ":")
    }

    private static func generator(_ request: PageImage.Request, _ registry: Registry) -> JSONText? {
        let isRegistered = registry.generators.contains { $0.id == request.generator }
        guard request.generator == Registry.thumbnailID, !isRegistered else {
            let isPlain = request.arguments.isEmpty && request.width == nil && request.height == nil
            return isPlain ? ["extends": .string(request.generator)] : nil
        }
        var processor: [JSONText.Member] = []
        if let width = request.width { processor.append(.init(key: "width", value: .integer(width))) }
        if let height = request.height { processor.append(.init(key: "height", value: .integer(height))) }
        var format = registry.settings.thumbnailFormat
        var options: [JSONText.Member] = []
        for argument in request.arguments {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            let value = (try? parseJSON(Array(parts[1].utf8))).map(JSONText.init) ?? .string(parts[1])
            switch parts[0] {
            case "anchor", "crop", "upscale": processor.append(.init(key: parts[0], value: value))
            // Leave out these arguments. As arguments of the processor, they could conflict with the size of the tag,
            // which has priority. As save options, they would make the registry invalid.
            case "width", "height": return nil
            case "format": format = value == .null ? nil : parts[1]
            default: options.append(.init(key: parts[0], value: value))
            }
        }
        return .object(omittingNil: [
            "processors": [["Thumbnail": .object(processor)]], "format": format.map { .string($0) },
            "options": options.isEmpty ? nil : .object(options),
        ])
    }
}

extension PageImage.Request {
    /// The request without densities, and one request for each of its densities.
    fileprivate var separate: [PageImage.Request] {
        let base = PageImage.Request(generator: generator, arguments: arguments, width: width, height: height)
        return [base]
            + densities.map { density in
                return PageImage.Request(
                    generator: generator,
                    arguments: arguments,
                    width: width.map(density.scaled),
                    height: height.map(density.scaled)
                )
            }
    }
}
