/// Rotates or flips the image.
package struct Transpose: Step {
    /// The turns, in the order in which they are applied. Nil stands for the turns that the EXIF orientation requires.
    package let turns: [Turn]?

    /// The turns that the EXIF orientation requires.
    package static let auto = Transpose(turns: nil)

    /// The raw values are the values of Pillow's enum `PIL.Image.Transpose`. Rotations are counterclockwise.
    package enum Turn: Int, Sendable {
        case flipHorizontal = 0
        case flipVertical = 1
        case rotate90 = 2
        case rotate180 = 3
        case rotate270 = 4
    }

    static let turnsByName: [String: Turn] = [
        "FLIP_HORIZONTAL": .flipHorizontal, "FLIP_VERTICAL": .flipVertical, "ROTATE_90": .rotate90,
        "ROTATE_180": .rotate180, "ROTATE_270": .rotate270,
    ]
    package static let names = ["auto"] + turnsByName.keys.sorted()

    static let definition = ProcessorDefinition(
        "Transpose",
        in: "pilkit.processors.base",
        .turning,
        "Rotates or flips the image in one or more steps. By default, follows the EXIF orientation of the source.",
        resultSize: "w × h or h × w",
        [
            .required(
                "methods",
                .transposition,
                "The steps. Rotations are counterclockwise. `auto` follows the EXIF orientation; with `auto`, all "
                    + "other steps are ignored."
            )
        ],
        form: .variadic,
        example: ProcessorExample(#"{"Transpose": ["ROTATE_90"]}"#),
        derive: { attributes, arguments in
            guard case .tuple(let names) = arguments.value("methods") else { return }
            attributes.set("methods") { $0.writeTurns(names) }
        }
    ) { arguments throws(ProcessorCallError) in
        // As in PILKit, `auto` is the default, and it disables all other turns.
        guard case .tuple(let names) = arguments.value("methods"), !names.contains(.string("auto")) else {
            return Transpose.auto
        }
        return Transpose(turns: names.compactMap { $0.string.flatMap { turnsByName[$0] } })
    }
}
