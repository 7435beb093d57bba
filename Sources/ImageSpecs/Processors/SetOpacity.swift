/// Scales the opacity of all pixels, so that the most opaque pixel gets a given opacity.
package struct SetOpacity: Step {
    package let maximum: Int

    static let definition = ProcessorDefinition(
        "SetOpacity",
        in: "pilkit.processors.overlay",
        .effects,
        "Scales the opacity of all pixels, so that the most opaque pixel gets the alpha `max_alpha`.",
        [.required("max_alpha", .byte, "The alpha of the most opaque pixel: 0 is transparent, 255 is opaque.")],
        example: ProcessorExample(#"{"SetOpacity": {"max_alpha": 90}}"#)
    ) { arguments throws(ProcessorCallError) in
        SetOpacity(maximum: try arguments.read("max_alpha", \.integer))
    }
}
