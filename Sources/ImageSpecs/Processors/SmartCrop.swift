/// Crops to a box whose position depends on the pixels.
package struct SmartCrop: Step {
    package let width: Int
    package let height: Int
    package let interest: Interest

    package init(width: Int, height: Int, interest: Interest) {
        self.width = width
        self.height = height
        self.interest = interest
    }

    static let definition = ProcessorDefinition(
        "SmartCrop",
        in: "pilkit.processors.crop",
        .cropping,
        "Crops to width × height by removing the sides with the least entropy.",
        resultSize: "min(w, width) × min(h, height)",
        [.width, .height],
        example: ProcessorExample(#"{"SmartCrop": [120, 120]}"#)
    ) { arguments throws(ProcessorCallError) in
        let (width, height) = try arguments.size()
        return SmartCrop(width: width, height: height, interest: .entropy)
    }
}
