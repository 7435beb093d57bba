/// How to make an image from a source: the processors, then a file in a format with options.
package struct ImageSpec: Hashable, Sendable, Codable {
    package var processors: [Processor]
    /// Pillow's name in the letter case of the registry, which the hash covers; nil for the source's format.
    package var format: String?
    /// Pillow's save options. Absent options and `{}` have different hashes.
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

    /// The spec with absolute paths in its processors. Its hash differs.
    package func resolvingPaths(from folder: String) -> ImageSpec {
        var spec = self
        spec.processors = processors.map { $0.resolvingPaths(from: folder) }
        return spec
    }

    /// The paths of the images that its processors read, except the source.
    package var overlays: [String] {
        processors.flatMap(\.step.overlays)
    }

    package var imageFormat: ImageFormat? { format.flatMap(ImageFormat.init(name:)) }
}
