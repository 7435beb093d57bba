import ImageSpecs

/// A named way to make an image from a source or a canvas.
package struct Generator: Sendable {
    package let id: String
    package let spec: ImageSpec
    /// The source groups that the generator processes. The array is empty if the generator has a canvas, or if only
    /// single-file commands use the generator.
    package let groups: [String]
    /// The absolute path of the folder of the top-level registry. Relative paths in the spec are relative to this
    /// folder.
    package let folder: String
    /// The generator's own strategy. Nil stands for the strategy of the settings.
    package let strategy: CacheFileStrategy?
    /// The generator's own namer. Nil stands for the namer of the settings.
    package var namer: Namer?
    /// The role of the generator in its set; nil if the generator does not belong to a set.
    package var member: SetMember?
    package var presentation = Presentation()

    /// Whether the generator makes one image from a canvas, instead of one image from each source.
    package var isCanvas: Bool { spec.extensions.canvas != nil }

    package static let keys =
        ["source", "cachefile_strategy", "cachefile_namer", InheritedAttributes.key] + SetReader.keys
        + Presentation.keys + SpecReader.keys
}
