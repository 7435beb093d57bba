/// Changes saturation, brightness, contrast, and sharpness. A factor of 1 has no effect.
package struct Adjust: Step {
    package let color: Double
    package let brightness: Double
    package let contrast: Double
    package let sharpness: Double

    static let definition = ProcessorDefinition(
        "Adjust",
        in: "pilkit.processors.base",
        .effects,
        "Changes saturation, brightness, contrast, and sharpness, in this order. A value of 1 changes nothing.",
        [
            .optional("color", .positiveNumber, default: .double(1), "Saturation: 0 is grey, 1 is the original."),
            .optional(
                "brightness",
                .positiveNumber,
                default: .double(1),
                "Brightness: 0 is black, 1 is the original."
            ),
            .optional(
                "contrast",
                .positiveNumber,
                default: .double(1),
                "Contrast: 0 is solid grey, 1 is the original."
            ),
            .optional(
                "sharpness",
                .positiveNumber,
                default: .double(1),
                "Sharpness: 0 is blurred, 1 is the original, 2 is sharpened."
            ),
        ],
        example: ProcessorExample(#"{"Adjust": {"color": 0.3, "contrast": 1.4, "sharpness": 1.5}}"#)
    ) { arguments in
        Adjust(
            color: arguments.number("color"),
            brightness: arguments.number("brightness"),
            contrast: arguments.number("contrast"),
            sharpness: arguments.number("sharpness")
        )
    }
}
