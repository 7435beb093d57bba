/// Sharpens the lightness with an unsharp mask.
package struct Sharpen: Step {
    package let sigma: Double
    package let amount: Double
    package let flat: Double

    static let definition = ProcessorDefinition(
        "Sharpen",
        in: "imagekit.processors",
        .own,
        "Sharpens the lightness with an unsharp mask.",
        [
            .optional(
                "sigma",
                .positiveNumber,
                default: .double(0.5),
                "The standard deviation of the blur in the unsharp mask, in pixels."
            ),
            .optional("amount", .positiveNumber, default: .double(3), "How strongly edges are sharpened."),
            .optional("flat", .positiveNumber, default: .double(0), "How strongly flat areas are sharpened."),
        ],
        example: ProcessorExample(#"{"Sharpen": {"sigma": 1, "amount": 8}}"#)
    ) { arguments in
        Sharpen(
            sigma: arguments.number("sigma"),
            amount: arguments.number("amount"),
            flat: arguments.number("flat")
        )
    }
}
