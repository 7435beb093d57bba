/// Resizes to an exact size.
package struct Resize: Step {
    package let width: Int
    package let height: Int
    /// Whether the image can be enlarged. If false, an image is resized only if both of its sides are longer than the
    /// sides of the target.
    package let upscale: Bool

    package init(width: Int, height: Int, upscale: Bool) {
        self.width = width
        self.height = height
        self.upscale = upscale
    }

    static let definition = ProcessorDefinition(
        "Resize",
        in: "pilkit.processors.resize",
        .sizes,
        "Resizes to this width and height. The proportions are not kept.",
        resultSize: "width × height",
        [.width, .height, .upscale],
        example: ProcessorExample(#"{"Resize": [240, 100]}"#, of: .photo)
    ) { arguments throws(ProcessorCallError) in
        let (width, height) = try arguments.size()
        return Resize(width: width, height: height, upscale: arguments.flag("upscale"))
    }
}
