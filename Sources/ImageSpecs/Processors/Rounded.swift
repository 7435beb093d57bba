/// Rounds the corners.
package struct Rounded: Step {
    /// The radius in pixels. Nil stands for half of the shorter side.
    package let radius: Int?

    static let definition = ProcessorDefinition(
        "Rounded",
        in: "imagekit.processors",
        .own,
        "Rounds the corners; the result has transparency.",
        [
            .required(
                "radius",
                .radius,
                "The radius in pixels. `\"circle\"` stands for half of the shorter side, which is also the maximum."
            )
        ],
        example: ProcessorExample(#"{"Rounded": {"radius": 40}}"#)
    ) { arguments in
        Rounded(radius: arguments.integer("radius"))
    }
}
