/// Composites the image over a solid colour.
package struct MakeOpaque: Step {
    package let background: Color

    static let definition = ProcessorDefinition(
        "MakeOpaque",
        in: "pilkit.processors.base",
        .canvas,
        "Puts the image on a solid colour.",
        [
            .optional(
                "background_color",
                .color,
                default: .tuple([255, 255, 255].map(Value.integer)),
                "The colour behind the image."
            )
        ],
        example: ProcessorExample(
            ##"{"MakeOpaque": {"background_color": "#203040"}}, {"Thumbnail": [160, 160]}"##,
            of: .avatar
        )
    ) { arguments throws(ProcessorCallError) in
        MakeOpaque(background: try arguments.read("background_color", Color.init))
    }
}
