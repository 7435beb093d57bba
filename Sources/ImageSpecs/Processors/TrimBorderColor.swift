/// Removes a border of one colour.
package struct TrimBorderColor: Step {
    /// The border's colour. Nil stands for the median of the outermost pixels.
    package let color: Color?
    package let tolerance: Double
    package let sides: Sides

    /// The problem of a tolerance that is out of range. PILKit reports such a tolerance only when it makes the first
    /// image, after django-imagekit has computed the hash. So imagekit also computes the hash of a spec with such a
    /// tolerance, and commands that need only names accept the spec.
    package var problemWhenRun: (argument: String, reason: String)? {
        (0...1).contains(tolerance) ? nil : ("tolerance", "\(tolerance) is not a tolerance: use a number from 0 to 1")
    }

    static let definition = ProcessorDefinition(
        "TrimBorderColor",
        in: "pilkit.processors.crop",
        .cropping,
        "Cuts off a border of one colour on the given sides.",
        resultSize: "at most w × h",
        [
            .optional("color", .color, "The colour to remove. Default: the median of the outermost pixels."),
            .optional(
                "tolerance",
                .number,
                default: .double(0.3),
                "The maximum difference of a border pixel from the colour, from 0 to 1."
            ),
            .optional("sides", .sides, default: .tuple(["t", "r", "b", "l"].map(Value.string)), "The sides to trim."),
        ],
        example: ProcessorExample(
            ##"{"AddBorder": {"thickness": 24, "color": "#203040"}}, {"TrimBorderColor": {"sides": ["t", "l"]}}"##
        )
    ) { arguments throws(ProcessorCallError) in
        TrimBorderColor(
            color: arguments.color("color"),
            tolerance: arguments.number("tolerance"),
            sides: try arguments.read("sides", Sides.init)
        )
    }
}
