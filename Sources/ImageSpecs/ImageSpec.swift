/// The description of an image: the processors, the format of the file, and its options.
package struct ImageSpec: Hashable, Sendable, Codable {
    package var processors: [Processor]
    /// The name of the format. It keeps the letter case of the registry, because the hash covers the letter case. Nil
    /// stands for the source's format.
    package var format: String?
    /// The save options. They can be nil, because absent options and `{}` have different hashes.
    package var options: [String: Value]?
    /// Whether the image is prepared for its format as in PILKit. For example, JPEG gets white instead of transparency,
    /// and GIF gets a palette.
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

    /// Returns a copy of the spec in which the relative paths of the processors are resolved from a folder. The hash
    /// covers paths, so the copy can have another hash.
    package func resolvingPaths(from folder: String) -> ImageSpec {
        var spec = self
        spec.processors = processors.map { $0.resolvingPaths(from: folder) }
        return spec
    }

    /// The paths of the images that the processors read in addition to the source. A path that comes from a field is
    /// not included.
    package var overlays: [String] { processors.flatMap(\.overlays) }

    /// Whether a processor reads an image in addition to the source. The path of this image can come from a field.
    package var hasOverlay: Bool { processors.contains(where: \.hasOverlay) }

    package var imageFormat: ImageFormat? { format.flatMap(ImageFormat.init(name:)) }
}
