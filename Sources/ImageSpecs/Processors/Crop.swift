/// Crops to a box. The result is never larger than the image.
package struct Crop: Step {
    package let width: Int
    package let height: Int
    package let placement: Placement

    package init(width: Int, height: Int, placement: Placement) {
        self.width = width
        self.height = height
        self.placement = placement
    }

    static let definition = ProcessorDefinition(
        "Crop",
        in: "pilkit.processors.crop",
        .cropping,
        "Crops to width × height.",
        resultSize: "min(w, width) × min(h, height)",
        [
            .width, .height, .cropAnchor,
            .optional(
                "x",
                .offset,
                "The left edge of the image relative to the crop, in pixels. A negative value cuts off the left."
            ),
            .optional(
                "y",
                .offset,
                "The top edge of the image relative to the crop, in pixels. A negative value cuts off the top."
            ),
        ],
        conflicts: ArgumentConflict.anchorAndOffset,
        example: ProcessorExample(#"{"Crop": {"width": 150, "height": 100, "anchor": "tl"}}"#)
    ) { arguments throws(ProcessorCallError) in
        let (width, height) = try arguments.size()
        let placement = arguments.placement
        if arguments.value("anchor") == .string("attention") {
            return SmartCrop(width: width, height: height, interest: .attention)
        }
        return Crop(width: width, height: height, placement: placement)
    }
}
