/// How to make an image from a source: processors, then a file in a format with options.
package struct ImageSpec: Hashable, Sendable, Codable {
    package var processors: [Processor]
    /// Pillow's name as the registry writes it (the hash keeps its letter case); nil takes the source's format.
    package var format: String?
    /// Pillow's save options; absent options and no options have different hashes.
    package var options: [String: Value]?
    /// PILKit's preparation of the image for its format: transparency to white for JPEG, a palette for GIF, …
    package var autoconvert: Bool
    package var extensions: SpecExtensions

    package init(
        processors: [Processor] = [],
        format: String? = nil,
        options: [String: Value]? = nil,
        autoconvert: Bool = true,
        extensions: SpecExtensions = SpecExtensions()
    ) {
        self.processors = processors
        self.format = format
        self.options = options
        self.autoconvert = autoconvert
        self.extensions = extensions
    }

    /// The spec with the paths in its processors made absolute; its hash is another one.
    package func resolvingPaths(from folder: String) -> ImageSpec {
        var spec = self
        spec.processors = processors.map { $0.resolvingPaths(from: folder) }
        return spec
    }

    /// The paths of the images that its processors read besides the source.
    package var overlays: [String] {
        processors.flatMap(\.step.overlays)
    }

    package var imageFormat: ImageFormat? { format.flatMap(ImageFormat.init(name:)) }
}
