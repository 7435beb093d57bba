import JSON
import Registry
import SourceGroups

/// An image that a template requests.
package struct ScannedImage: Sendable {
    /// The path of the template.
    let file: String
    let image: PageImage

    /// The name of the source; nil for a canvas.
    package func source(_ settings: Settings) -> String? { image.source.map { SourceArgument($0, settings).name } }

    package var generator: String { image.request.generator }

    /// The object that `--scan` prints for the image.
    package func json(_ settings: Settings) -> JSONText {
        let request = image.request
        let size = [request.width.map { "width=\($0)" }, request.height.map { "height=\($0)" }].compactMap(\.self)
        let arguments = request.arguments + size
        return .object(omittingNil: [
            "generator": .string(generator), "source": source(settings).map { .string($0) },
            "arguments": arguments.isEmpty ? nil : .array(arguments.map { .string($0) }),
            "srcset": request.densities.isEmpty ? nil : .array(request.densities.map { .number($0.factor) }),
            "template": .string(file),
        ])
    }
}
