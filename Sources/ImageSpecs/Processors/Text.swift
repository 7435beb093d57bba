/// Draws a text over the image.
package struct Text: Step {
    /// The text with Pango markup.
    package let markup: String
    package let style: TextStyle

    static let definition = ProcessorDefinition(
        "Text",
        in: "imagekit.processors",
        .own,
        "Draws a text over the image.",
        [
            .required("text", .text, "The text in Pango markup, such as `\"<b>Sold</b>\"`."),
            .optional(
                "font",
                .words,
                default: .string("sans"),
                "A font family, optionally with a style, such as `\"sans bold\"`."
            ),
            .optional(
                "size",
                .length,
                default: .integer(24),
                "The font size, in pixels. It has no effect if you set `height`."
            ),
            .optional(
                "color",
                .color,
                default: .string("black"),
                "The colour of the text. A partly transparent colour makes a watermark."
            ),
            .optional("align", .alignment, default: .string("left"), "The alignment of lines of different lengths."),
            .optional(
                "width",
                .length,
                "The width at which lines wrap, in pixels. Default: the width of the image without the margins."
            ),
            .optional(
                "height",
                .length,
                "The height of the text box, in pixels. The text becomes as large as width and height allow."
            ),
            .optional("anchor", .anchor, default: .string("c"), "The position of the text on the image."),
            .optional("margin", .offset, default: .integer(0), "The distance from the edges, in pixels."),
        ],
        example: ProcessorExample(
            #"{"Text": {"text": "<b>The dahlia</b>", "color": "white", "size": 30, "anchor": "bl", "margin": 12}}"#
        )
    ) { arguments throws(ProcessorCallError) in
        Text(
            markup: try arguments.read("text", \.string),
            style: TextStyle(
                font: try arguments.read("font", \.string),
                size: try arguments.read("size", \.integer),
                color: try arguments.read("color", Color.init),
                alignment: try arguments.read("align") { $0.string.flatMap(TextAlignment.init) },
                width: arguments.integer("width"),
                height: arguments.integer("height"),
                anchor: Anchor(arguments.value("anchor")) ?? .center,
                margin: arguments.integer("margin") ?? 0
            )
        )
    }
}
