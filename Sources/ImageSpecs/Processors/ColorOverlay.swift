/// Mixes a colour into the image.
package struct ColorOverlay: Step {
    package let color: Color
    package let opacity: Double

    static let definition = ProcessorDefinition(
        "ColorOverlay",
        in: "pilkit.processors.overlay",
        .effects,
        "Blends a colour over the image. Transparency is removed.",
        [
            .required("color", .color, "The colour to blend."),
            .optional(
                "overlay_opacity",
                .number,
                default: .double(0.5),
                "The opacity of the colour: 0 shows the image, 1 hides it."
            ),
        ],
        example: ProcessorExample(##"{"ColorOverlay": {"color": "#204080", "overlay_opacity": 0.5}}"##)
    ) { arguments throws(ProcessorCallError) in
        ColorOverlay(color: try arguments.read("color", Color.init), opacity: arguments.number("overlay_opacity"))
    }
}
