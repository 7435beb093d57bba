import ImageSpecs
import JSON
import Markup
import Registry
import WorkerProtocol

/// The answer of a single-file command for one source.
package struct CacheFileAnswer: Sendable {
    let generator: String
    package var origin: ImageOrigin
    /// The image, or the reason why it was not made.
    package let result: Result<Image, Outcome.Failure>
    /// The fragment of the `src` in the markup, such as `#only-dark`.
    var fragment = ""

    /// An image that exists, or that the strategy assumes to exist.
    package struct Image: Sendable {
        let name: String
        /// The description of the image; nil if the file was not examined, because the strategy assumes that it exists.
        let made: Outcome.MadeImage?
        package let isNew: Bool
        let srcset: [(url: String, density: PixelDensity)]
        /// How pages show the image.
        var presentation = Presentation()
        /// All images of a set; nil for a generator.
        var members: PictureMembers?

        /// Returns the URL of the image. For a set, returns the URL of the image for browsers without `srcset`.
        package func url(_ settings: Settings) -> String { settings.url(of: name) }
        package var width: Int? { made?.width }
        package var height: Int? { made?.height }
    }

    /// The subject of messages about the answer: the source, or the generator of a canvas.
    package var subject: String { origin.sourceName ?? generator }

    /// The path of the image's file.
    package func path(_ settings: Settings) -> String? {
        if case .success(let image) = result { settings.cachePath(of: image.name) } else { nil }
    }

    /// Returns the line to print. In all forms except JSON, the line of a failed image is empty. So each source has one
    /// line, in the order of the sources.
    package func line(_ form: AnswerForm, _ settings: Settings) -> String {
        switch (form, result) {
        case (.json, .success(let image)): json(of: image, settings).text
        case (.json, .failure(let failure)):
            JSONText.object(omittingNil: [
                "generator": origin.isCanvas ? .string(generator) : nil,
                "source": origin.sourceName.map { .string($0) }, "status": "failed",
                "error": failure.json,
            ]).text
        case (_, .failure): ""
        case (.html(let attributes), .success(let image)):
            markup(of: image, attributes, settings)
        case (.name, .success(let image)): image.name
        case (.url, .success(let image)): settings.url(of: image.name)
        case (.path, .success(let image)): settings.cachePath(of: image.name)
        case (.content, .success): ""
        }
    }

    private func markup(of image: Image, _ attributes: [HTMLAttribute], _ settings: Settings) -> String {
        if var picture = image.members?.picture(settings) {
            picture.url += fragment
            return Markup.picture(picture, attributes: attributes)
        }
        return Markup.image(
            url: settings.url(of: image.name) + fragment,
            size: image.made.map { ($0.width, $0.height) },
            densities: image.srcset.map { ImageCandidate(url: $0.url, descriptor: $0.density.text + "x") },
            placeholder: image.presentation.placeholder(of: image.made),
            attributes: attributes
        )
    }

    private func json(of image: Image, _ settings: Settings) -> JSONText {
        let made = image.made
        let densities = image.srcset.map {
            JSONText.object(omittingNil: ["url": .string($0.url), "density": .number($0.density.factor)])
        }
        return .object(omittingNil: [
            "generator": .string(generator), "source": origin.sourceName.map { .string($0) },
            "name": .string(image.name),
            "url": .string(settings.url(of: image.name)),
            "path": settings.hasLocalFiles ? .string(settings.cachePath(of: image.name)) : nil,
            "status": image.isNew ? "generated" : "fresh",
            "width": made.map { .integer($0.width) }, "height": made.map { .integer($0.height) },
            "bytes": made.map { .integer($0.bytes) }, "format": made.map { .string($0.format.rawValue) },
            "mime_type": made.map { .string($0.format.mimeType) },
            "srcset": densities.isEmpty ? nil : .array(densities),
        ]).adding(made?.notes.all ?? [])
            .adding(image.members.map { [JSONText.Member(key: "members", value: $0.json(settings))] } ?? [])
    }
}
