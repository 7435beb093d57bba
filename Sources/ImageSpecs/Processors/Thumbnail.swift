/// PILKit's processor `Thumbnail`, whose arguments decide which of three other processors it uses.
enum Thumbnail {
    static let definition = ProcessorDefinition(
        "Thumbnail",
        in: "pilkit.processors.resize",
        .sizes,
        "Works like ResizeToFit, SmartResize, or ResizeToFill, depending on [its arguments](#thumbnail).",
        resultSize: "as for that processor",
        [
            .optionalWidth, .optionalHeight,
            .optional(
                "anchor",
                .smartAnchor,
                "The part of the image that a crop keeps. \"auto\" keeps the part with the most entropy, "
                    + "\"attention\" keeps the part that attracts attention. "
                    + "Default: \"auto\" if crop is absent, and the centre if crop is true."
            ),
            .optional(
                "crop",
                .flag,
                "Whether to crop to width × height. Default: `true` with an anchor, or with both width and height."
            ),
            .optional(
                "upscale",
                .flag,
                "Whether the image may be enlarged. Default: `false`, unlike in other processors."
            ),
        ],
        conflicts: [
            ArgumentConflict(
                "anchor",
                with: "crop",
                being: .bool(false),
                "an anchor has no effect if crop is false: remove one of the two"
            )
        ],
        example: ProcessorExample(#"{"Thumbnail": {"width": 120, "height": 120, "anchor": "br"}}"#, of: .photo),
        derive: { attributes, arguments in
            let crop = Crop(given: arguments.given)
            attributes.set("crop", to: crop.value)
            attributes.set("anchor", to: crop.anchor)
        },
        step: step
    )

    /// The values of `crop` and `anchor` after their defaults are applied. The hash and the step both need these
    /// values.
    private struct Crop {
        /// The value of `crop`. With an anchor, it is `true`. Without an anchor, a `crop` in the registry keeps its
        /// value, because the hash distinguishes `0` from `false`.
        let value: Value
        let anchor: Value

        var isWanted: Bool { value.isTruthy }

        init(given: [String: Value]) {
            let anchor = given["anchor"] ?? .none
            if anchor.isTruthy {
                (value, self.anchor) = (.bool(true), anchor)
            } else if let crop = given["crop"] {
                (value, self.anchor) = (crop, anchor)
            } else {
                let isWanted = given["width"] != nil && given["height"] != nil
                value = .bool(isWanted)
                self.anchor = isWanted && anchor == .none ? .string("auto") : anchor
            }
        }
    }

    private static func step(_ arguments: ProcessorArguments) throws(ProcessorCallError) -> any Step {
        let (width, height) = (arguments.integer("width"), arguments.integer("height"))
        guard width != nil || height != nil else { throw .conflict("Thumbnail needs width, height or both") }
        let crop = Crop(given: arguments.given)
        let upscale = arguments.flag("upscale")
        guard crop.isWanted else { return ResizeToFit(width: width, height: height, upscale: upscale, mat: nil) }
        guard let width, let height else { throw .conflict("Thumbnail needs both width and height to crop") }
        switch crop.anchor {
        case .string("auto"):
            return SmartResize(width: width, height: height, upscale: upscale, interest: .entropy)
        case .string("attention"):
            return SmartResize(width: width, height: height, upscale: upscale, interest: .attention)
        default:
            let placement = Placement(crop.anchor) ?? .anchor(.center)
            return ResizeToFill(width: width, height: height, placement: placement, upscale: upscale)
        }
    }
}
