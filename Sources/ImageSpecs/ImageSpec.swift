/// The description of an image: the processors, the format of the file, and its options.
package struct ImageSpec: Hashable, Sendable, Codable {
    package var processors: [Processor]
    /// Pillow's name of the format, in the letter case of the registry, because the hash covers it. Nil stands for the
    /// source's format.
    package var format: String?
    /// Pillow's save options. Absent options and `{}` have different hashes.
    package var options: [String: Value]?
    /// Whether the image is prepared for its format as in PILKit: white instead of transparency for JPEG, a palette for
    /// GIF, and so on.
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

    /// Returns the spec with the relative paths in its processors resolved from a folder. Other paths result in another
    /// hash.
    package func resolvingPaths(from folder: String) -> ImageSpec {
        var spec = self
        spec.processors = processors.map { $0.resolvingPaths(from: folder) }
        return spec
    }

    /// The paths of the images that the processors read in addition to the source.
    package var overlays: [String] {
        processors.flatMap(\.step.overlays)
    }

    package var imageFormat: ImageFormat? { format.flatMap(ImageFormat.init(name:)) }
}
