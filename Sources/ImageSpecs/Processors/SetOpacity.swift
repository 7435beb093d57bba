/// Limits the opacity of every pixel.
package struct SetOpacity: Step {
    package let maximum: Int

    static let definition = ProcessorDefinition(
        "SetOpacity",
        in: "pilkit.processors.overlay",
        .effects,
        "Limits the opacity of every pixel to this value.",
        [.required("max_alpha", .byte, "The maximum alpha: 0 is transparent, 255 is opaque.")],
        example: ProcessorExample(#"{"SetOpacity": {"max_alpha": 90}}"#)
    ) { arguments throws(ProcessorCallError) in
        SetOpacity(maximum: try arguments.read("max_alpha", \.integer))
    }
}
