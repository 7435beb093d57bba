/// Blurs the image.
package struct GaussianBlur: Step {
    package let radius: Double

    static let definition = ProcessorDefinition(
        "GaussianBlur",
        in: "pilkit.processors.filter",
        .effects,
        "Blurs the image.",
        [.required("radius", .positiveNumber, "The standard deviation of the blur, in pixels.")],
        example: ProcessorExample(#"{"GaussianBlur": {"radius": 4}}"#)
    ) { arguments in
        GaussianBlur(radius: arguments.number("radius"))
    }
}
