/// Resizes to the smallest size that covers a box.
package struct ResizeToCover: Step {
    package let width: Int
    package let height: Int
    package let upscale: Bool

    package init(width: Int, height: Int, upscale: Bool) {
        self.width = width
        self.height = height
        self.upscale = upscale
    }

    static let definition = ProcessorDefinition(
        "ResizeToCover",
        in: "pilkit.processors.resize",
        .sizes,
        "Resizes to the smallest size that covers width × height, with the proportions kept. Nothing is cropped.",
        resultSize: "round(w·r) × round(h·r), r = max(width / w, height / h)",
        [.width, .height, .upscale],
        example: ProcessorExample(#"{"ResizeToCover": [120, 120]}"#, of: .photo)
    ) { arguments throws(ProcessorCallError) in
        let (width, height) = try arguments.size()
        return ResizeToCover(width: width, height: height, upscale: arguments.flag("upscale"))
    }
}
