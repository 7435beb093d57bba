/// Pastes the image on a canvas.
package struct ResizeCanvas: Step {
    package let width: Int
    package let height: Int
    package let color: Color
    package let placement: Placement

    package init(width: Int, height: Int, color: Color, placement: Placement) {
        self.width = width
        self.height = height
        self.color = color
        self.placement = placement
    }

    static let definition = ProcessorDefinition(
        "ResizeCanvas",
        in: "pilkit.processors.resize",
        .canvas,
        "Puts the image on a canvas, at an anchor or at x and y. Parts of the image outside the canvas are cut off.",
        resultSize: "width × height",
        [
            .width, .height,
            .optional("color", .color, "The colour of the canvas. Default: transparent white."),
            .optional("anchor", .anchor, "The position of the image on the canvas. Default: the centre."),
            .optional("x", .offset, "The left edge of the image on the canvas, in pixels. Default: 0 if y is given."),
            .optional("y", .offset, "The top edge of the image on the canvas, in pixels. Default: 0 if x is given."),
        ],
        conflicts: ArgumentConflict.anchorAndOffset,
        example: ProcessorExample(
            ##"{"ResizeCanvas": {"width": 240, "height": 200, "color": "#203040", "anchor": "t"}}"##
        ),
        derive: derive
    ) { arguments throws(ProcessorCallError) in
        let (width, height) = try arguments.size()
        let color = arguments.color("color") ?? .transparentWhite
        return ResizeCanvas(width: width, height: height, color: color, placement: arguments.placement)
    }

    /// Sets the attributes that PILKit's `ResizeCanvas.__init__` computes: an offset or an anchor, and the default
    /// colour.
    @Sendable private static func derive(_ attributes: inout HashAttributes, _ arguments: ProcessorArguments) {
        let given = arguments.given
        if given["x"] != nil || given["y"] != nil {
            for axis in ["x", "y"] { attributes.set(axis, to: given[axis] ?? .integer(0)) }
            attributes.set("anchor", to: .none)
        } else {
            attributes.set("anchor", to: given["anchor"] ?? .string("c"))
        }
        if given["color"] == nil { attributes.setDefault("color", to: .tuple([255, 255, 255, 0].map(Value.integer))) }
    }
}
