import ImageSpecs
import JSON
import Planning
import WorkerProtocol

extension Explanation {
    /// - Parameter time: formats a time that is given in seconds since 1970.
    package func json(time: (Int) -> String) -> JSONText {
        let processors = spec.processors.map { processor in
            JSONText.object([.init(key: processor.name, value: JSONText(.dictionary(processor.given)))])
        }
        var status: [JSONText.Member] = []
        switch self.status {
        case .fresh: status = [.init(key: "status", value: "fresh")]
        case .wanted(let reason):
            let isMissing = reason == .missing
            status = [
                .init(key: "status", value: isMissing ? "missing" : "out-of-date"),
                .init(key: "reason", value: .string(reason.rawValue)),
            ]
        case .failed(let failure):
            status = [.init(key: "status", value: "failed"), .init(key: "error", value: failure.json)]
        }
        return JSONText.object(omittingNil: [
            "name": .string(name), "url": .string(url), "generators": .array(generators.map { .string($0) }),
            "source": origin.sourceName.map { .string($0) },
            "arguments": arguments.map { .array($0.map { .string($0) }) },
            "processors": .array(processors), "format": spec.format.map { .string($0) },
            "options": spec.options.map { JSONText(.dictionary($0)) },
            "extensions": spec.extensions.changed.isEmpty ? nil : JSONText(.dictionary(spec.extensions.changed)),
            "fields": fields.isEmpty ? nil : JSONText(.dictionary(fields.mapValues { $0 ?? .none })),
            "quality": quality.map { .integer($0) },
            "width": made.map { .integer($0.width) }, "height": made.map { .integer($0.height) },
            "bytes": made.map { .integer($0.bytes) }, "image_format": made.map { .string($0.format.rawValue) },
            "made": making.map { .string(time($0.time)) }, "made_because": making.map { .string($0.reason) },
            "renderer": renderer.map { ["imagekit": .string($0.imagekit), "libvips": .string($0.libvips)] },
            "changes_with": .array(changes.map { .string($0.text) }),
        ]).adding(status)
    }
}

extension Explanation.Change {
    /// A description of the change and of its effect on the image.
    package var text: String {
        switch self {
        case .content(let file): "the content of \(file): the next run makes the image again"
        case .fields(let names):
            "\(names.count == 1 ? "the field" : "the fields") \(names.joined(separator: ", ")): another image, with another name"
        case .spec(let generator):
            "the processors, format, options, or extensions of \(generator): another image, with another name"
        case .naming: "IMAGEKIT_CACHEFILE_DIR or the namer: the image is renamed"
        }
    }
}
