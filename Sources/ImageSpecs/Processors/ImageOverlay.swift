/// Composites another image over the image.
package struct ImageOverlay: Step {
    package let path: String
    /// The top left corner of the other image, in pixels.
    package let x: Int
    package let y: Int

    static let definition = ProcessorDefinition(
        "ImageOverlay",
        in: "pilkit.processors.overlay",
        .effects,
        "Puts another image over the image.",
        [
            .required(
                "overlay_img",
                .path,
                "The path of the other image, relative to the folder of the registry that contains the spec."
            ),
            .optional(
                "position",
                .position,
                default: .tuple([.integer(0), .integer(0)]),
                "The top left corner of the other image: `[x, y]` in pixels."
            ),
        ],
        example: ProcessorExample(#"{"ImageOverlay": {"overlay_img": "stamp.png", "position": [168, 88]}}"#)
    ) { arguments throws(ProcessorCallError) in
        let position = try arguments.read("position") { value -> (x: Int, y: Int)? in
            guard let pair = value.tuple, pair.count == 2 else { return nil }
            return pair[0].integer.flatMap { x in pair[1].integer.map { (x, $0) } }
        }
        return ImageOverlay(path: try arguments.read("overlay_img", \.string), x: position.x, y: position.y)
    }
}
