/// Calls an operation of libvips.
package struct VipsOperation: Step {
    package let name: String
    package let arguments: [String: Value]

    static let definition = ProcessorDefinition(
        "vips",
        in: "imagekit.processors",
        .own,
        "Calls any operation of libvips that takes one image and returns one image.",
        resultSize: "the size of the operation's image",
        [
            .required("operation", .operation, "The name of the operation, such as `gaussblur`."),
            .optional("arguments", .arguments, default: .dictionary([:]), "The arguments of the operation, by name."),
        ],
        example: ProcessorExample(#"{"vips": ["rotate", {"angle": 12, "background": [255, 255, 255]}]}"#)
    ) { arguments throws(ProcessorCallError) in
        VipsOperation(
            name: try arguments.read("operation", \.string),
            arguments: try arguments.read("arguments", \.dictionary)
        )
    }
}
