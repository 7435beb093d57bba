/// Gives each pixel the hue and chroma of a colour.
package struct Tint: Step {
    package let color: Color
    package let strength: Double

    static let definition = ProcessorDefinition(
        "Tint",
        in: "imagekit.processors",
        .own,
        "Gives each pixel the hue and chroma of a colour. The lightness does not change.",
        [
            .required("color", .color, "The colour."),
            .optional("strength", .number, default: .double(1), "The strength, from 0 (no change) to 1 (full effect)."),
        ],
        example: ProcessorExample(##"{"Tint": {"color": "#c08040"}}"##)
    ) { arguments throws(ProcessorCallError) in
        Tint(color: try arguments.read("color", Color.init), strength: arguments.number("strength"))
    }
}
