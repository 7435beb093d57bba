/// Removes the background around the picture.
package struct Trim: Step {
    package let threshold: Double
    /// The background colour. Nil stands for the colour of the top left pixel.
    package let background: Color?

    static let definition = ProcessorDefinition(
        "Trim",
        in: "imagekit.processors",
        .own,
        "Removes the background around the picture. Specks in the background are ignored.",
        resultSize: "at most w × h",
        [
            .optional(
                "threshold",
                .positiveNumber,
                default: .double(10),
                "The maximum difference of a channel from the background, from 0 to 255."
            ),
            .optional("background", .color, "The colour of the background. Default: the colour of the top left pixel."),
        ],
        example: ProcessorExample(#""MakeOpaque", "Trim", {"Thumbnail": [160, 160]}"#, of: .avatar)
    ) { arguments in
        Trim(threshold: arguments.number("threshold"), background: arguments.color("background"))
    }
}
