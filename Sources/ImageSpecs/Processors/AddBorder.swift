/// Adds a border around the image.
package struct AddBorder: Step {
    package let thickness: BorderThickness
    package let color: Color

    static let definition = ProcessorDefinition(
        "AddBorder",
        in: "pilkit.processors.resize",
        .canvas,
        "Adds a border around the image.",
        resultSize: "(w + left + right) × (h + top + bottom)",
        [
            .required(
                "thickness",
                .thickness,
                "The width of the border in pixels: one number for all sides, or `[top, right, bottom, left]`."
            ),
            .optional("color", .color, "The colour of the border. Default: transparent white."),
        ],
        example: ProcessorExample(##"{"AddBorder": {"thickness": [8, 8, 40, 8], "color": "#f4f1ea"}}"##),
        derive: { attributes, arguments in
            guard let border = BorderThickness(arguments.value("thickness")) else { return }
            attributes.remove("thickness")
            attributes.set("top", to: .integer(border.top))
            attributes.set("right", to: .integer(border.right))
            attributes.set("bottom", to: .integer(border.bottom))
            attributes.set("left", to: .integer(border.left))
        }
    ) { arguments throws(ProcessorCallError) in
        AddBorder(
            thickness: try arguments.read("thickness", BorderThickness.init),
            color: arguments.color("color") ?? .transparentWhite
        )
    }
}
