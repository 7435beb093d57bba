/// Converts the image to a mode of Pillow.
package struct Convert: Step {
    package let mode: ConversionMode

    static let definition = ProcessorDefinition(
        "Convert",
        in: "pilkit.processors.convert",
        .effects,
        "Converts to a mode of Pillow.",
        [.required("mode", .mode, "Pillow's mode: `L` is grey, `RGBA` has transparency.")],
        example: ProcessorExample(#"{"Convert": {"mode": "1"}}"#, as: .png)
    ) { arguments throws(ProcessorCallError) in
        Convert(mode: try arguments.read("mode") { $0.string.flatMap(ConversionMode.init) })
    }
}
