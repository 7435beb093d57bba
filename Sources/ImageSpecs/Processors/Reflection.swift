/// Adds a mirror image that fades into a colour.
package struct Reflection: Step {
    package let background: Color
    /// The height of the mirror image, as a fraction of the height of the image.
    package let size: Double
    package let opacity: Double

    static let definition = ProcessorDefinition(
        "Reflection",
        in: "pilkit.processors.base",
        .effects,
        "Adds a mirror image below the image. The mirror image fades into a colour.",
        resultSize: "w × (h + trunc(h · size))",
        [
            .optional(
                "background_color",
                .color,
                default: .string("#FFFFFF"),
                "The colour that the mirror image fades into."
            ),
            .optional(
                "size",
                .positiveNumber,
                default: .double(0),
                "The height of the mirror image, as a fraction of the height of the image."
            ),
            .optional(
                "opacity",
                .number,
                default: .double(0.6),
                "The opacity of the first row of the mirror image, directly below the image: 1 is opaque."
            ),
        ],
        example: ProcessorExample(#"{"Reflection": {"size": 0.4, "opacity": 0.5}}"#)
    ) { arguments throws(ProcessorCallError) in
        Reflection(
            background: try arguments.read("background_color", Color.init),
            size: arguments.number("size"),
            opacity: arguments.number("opacity")
        )
    }
}
