/// Resizes to fit into a box.
package struct ResizeToFit: Step {
    /// The canvas around an image that does not fill the box.
    package struct Mat: Hashable, Sendable {
        package let color: Color
        package let anchor: Anchor
    }

    /// The width and the height. At least one of the two is set. With a mat, both are set.
    package let width: Int?
    package let height: Int?
    package let upscale: Bool
    package let mat: Mat?

    static let definition = ProcessorDefinition(
        "ResizeToFit",
        in: "pilkit.processors.resize",
        .sizes,
        "Resizes to fit into width × height, with the proportions kept. You can leave out the width or the height.",
        resultSize: "round(w·r) × round(h·r), r = min(width / w, height / h). If only one side is given, r is the "
            + "ratio of this side. With mat_color: width × height.",
        [
            .optional("width", .length, "The maximum width, in pixels."),
            .optional("height", .length, "The maximum height, in pixels."),
            .upscale,
            .optional("mat_color", .color, "Pads the image with this colour to exactly width × height."),
            .optional("anchor", .anchor, default: .string("c"), "The position of the image on the padding."),
        ],
        example: ProcessorExample(
            ##"{"ResizeToFit": {"width": 200, "height": 200, "mat_color": "#203040"}}"##,
            of: .photo
        )
    ) { arguments throws(ProcessorCallError) in
        let (width, height) = (arguments.integer("width"), arguments.integer("height"))
        guard width != nil || height != nil else { throw .conflict("ResizeToFit needs width, height or both") }
        let mat = arguments.color("mat_color").map {
            Mat(color: $0, anchor: Anchor(arguments.value("anchor")) ?? .center)
        }
        guard mat == nil || (width != nil && height != nil) else {
            throw .conflict(
                "mat_color needs both width and height: it fills the canvas of that size",
                argument: "mat_color"
            )
        }
        return ResizeToFit(width: width, height: height, upscale: arguments.flag("upscale"), mat: mat)
    }
}
