/// Resizes to cover a box, then crops to the box at a position that depends on the pixels.
package struct SmartResize: Step {
    package let width: Int
    package let height: Int
    package let upscale: Bool
    package let interest: Interest

    static let definition = ProcessorDefinition(
        "SmartResize",
        in: "pilkit.processors.resize",
        .sizes,
        "Resizes to cover width × height, then crops the sides with the least entropy, as SmartCrop does.",
        resultSize: "width × height",
        [.width, .height, .upscale],
        example: ProcessorExample(#"{"SmartResize": [120, 120]}"#, of: .photo)
    ) { arguments throws(ProcessorCallError) in
        let (width, height) = try arguments.size()
        return SmartResize(width: width, height: height, upscale: arguments.flag("upscale"), interest: .entropy)
    }
}
