/// Resizes to cover a box, then crops to the box.
package struct ResizeToFill: Step {
    package let width: Int
    package let height: Int
    package let placement: Placement
    package let upscale: Bool

    static let definition = ProcessorDefinition(
        "ResizeToFill",
        in: "pilkit.processors.resize",
        .sizes,
        "Resizes to cover width × height, then crops to that size.",
        resultSize: "width × height",
        [.width, .height, .cropAnchor, .upscale],
        example: ProcessorExample(#"{"ResizeToFill": [240, 100]}"#, of: .photo)
    ) { arguments throws(ProcessorCallError) in
        let (width, height) = try arguments.size()
        let upscale = arguments.flag("upscale")
        if arguments.value("anchor") == .string("attention") {
            return SmartResize(width: width, height: height, upscale: upscale, interest: .attention)
        }
        let placement = Placement(arguments.value("anchor")) ?? .anchor(.center)
        return ResizeToFill(width: width, height: height, placement: placement, upscale: upscale)
    }
}
