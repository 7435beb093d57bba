/// A processor's name, where Python finds its class, and its arguments in PILKit's order with PILKit's defaults.
package struct ProcessorSignature: Sendable {
    package let name: String
    /// The module that the hash names.
    let module: String
    package let parameters: [Parameter]
    /// Takes any number of positional arguments of its only parameter's kind, as `Transpose` does.
    package let isVariadic: Bool
    /// A call with an array gives it whole to the first parameter, as `exec` has its command.
    let takesArrayWhole: Bool

    /// A processor of PILKit, from one of the modules of `pilkit.processors`.
    init(_ name: String, in module: String, _ parameters: [Parameter], isVariadic: Bool = false) {
        self.name = name
        self.module = "pilkit.processors." + module
        self.parameters = parameters
        self.isVariadic = isVariadic
        takesArrayWhole = false
    }

    /// A processor that PILKit does not have.
    init(own name: String, _ parameters: [Parameter], takesArrayWhole: Bool = false) {
        self.name = name
        module = "imagekit.processors"
        self.parameters = parameters
        isVariadic = false
        self.takesArrayWhole = takesArrayWhole
    }

    package static func named(_ name: String) -> ProcessorSignature? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// Every processor there is, in byte order of their names.
    package static let all = (pilkit + own).sorted { $0.name < $1.name }

    private static let own: [ProcessorSignature] = [
        ProcessorSignature(own: "Rounded", [Parameter("radius", .radius)]),
        ProcessorSignature(
            own: "Sharpen",
            [
                Parameter("sigma", .positiveNumber, .double(0.5)), Parameter("amount", .positiveNumber, .double(3)),
                Parameter("flat", .positiveNumber, .double(0)),
            ]
        ),
        ProcessorSignature(
            own: "Text",
            [
                Parameter("text", .text), Parameter("font", .words, .string("sans")),
                Parameter("size", .length, .integer(24)), Parameter("color", .color, .string("black")),
                Parameter("align", .alignment, .string("left")), Parameter("width", .length, .some(.none)),
                Parameter("height", .length, .some(.none)), Parameter("anchor", .anchor, .string("c")),
                Parameter("margin", .offset, .integer(0)),
            ]
        ),
        ProcessorSignature(own: "Tint", [Parameter("color", .color), Parameter("strength", .number, .double(1))]),
        ProcessorSignature(
            own: "Trim",
            [Parameter("threshold", .positiveNumber, .double(10)), Parameter("background", .color, .some(.none))]
        ),
        ProcessorSignature(
            own: "vips",
            [Parameter("operation", .operation), Parameter("arguments", .arguments, .dictionary([:]))]
        ),
        ProcessorSignature(
            own: "exec",
            [Parameter("command", .command), Parameter("format", .programFormat, .string(ImageFormat.png.rawValue))],
            takesArrayWhole: true
        ),
    ]

    /// Every processor of PILKit, as its source declares them.
    private static let pilkit: [ProcessorSignature] = [
        ProcessorSignature(
            "AddBorder",
            in: "resize",
            [Parameter("thickness", .thickness), Parameter("color", .color, .some(.none))]
        ),
        ProcessorSignature(
            "Adjust",
            in: "base",
            ["color", "brightness", "contrast", "sharpness"].map { Parameter($0, .positiveNumber, .double(1)) }
        ),
        ProcessorSignature(
            "ColorOverlay",
            in: "overlay",
            [Parameter("color", .color), Parameter("overlay_opacity", .number, .double(0.5))]
        ),
        ProcessorSignature("Convert", in: "convert", [Parameter("mode", .mode)]),
        ProcessorSignature("Crop", in: "crop", optionalSize + [fillAnchor] + offsets),
        ProcessorSignature("GaussianBlur", in: "filter", [Parameter("radius", .positiveNumber)]),
        ProcessorSignature(
            "ImageOverlay",
            in: "overlay",
            [Parameter("overlay_img", .path), Parameter("position", .position, .tuple([.integer(0), .integer(0)]))]
        ),
        ProcessorSignature(
            "MakeOpaque",
            in: "base",
            [Parameter("background_color", .color, .tuple([.integer(255), .integer(255), .integer(255)]))]
        ),
        ProcessorSignature(
            "Reflection",
            in: "base",
            [
                Parameter("background_color", .color, .string("#FFFFFF")),
                Parameter("size", .positiveNumber, .double(0)), Parameter("opacity", .number, .double(0.6)),
            ]
        ),
        ProcessorSignature("Resize", in: "resize", size + [upscale]),
        ProcessorSignature(
            "ResizeCanvas",
            in: "resize",
            size + [Parameter("color", .color, .some(.none)), optionalAnchor] + offsets
        ),
        ProcessorSignature("ResizeToCover", in: "resize", size + [upscale]),
        ProcessorSignature(
            "ResizeToFill",
            in: "resize",
            optionalSize + [fillAnchor, upscale]
        ),
        ProcessorSignature(
            "ResizeToFit",
            in: "resize",
            optionalSize + [
                upscale, Parameter("mat_color", .color, .some(.none)), Parameter("anchor", .anchor, .string("c")),
            ]
        ),
        ProcessorSignature("SetOpacity", in: "overlay", [Parameter("max_alpha", .byte)]),
        ProcessorSignature("SmartCrop", in: "crop", optionalSize),
        ProcessorSignature("SmartResize", in: "resize", size + [upscale]),
        ProcessorSignature(
            "Thumbnail",
            in: "resize",
            optionalSize + [
                Parameter("anchor", .smartAnchor, .some(.none)), Parameter("crop", .flag, .some(.none)),
                Parameter("upscale", .flag, .some(.none)),
            ]
        ),
        ProcessorSignature("Transpose", in: "base", [Parameter("methods", .transposition)], isVariadic: true),
        ProcessorSignature(
            "TrimBorderColor",
            in: "crop",
            [
                Parameter("color", .color, .some(.none)), Parameter("tolerance", .number, .double(0.3)),
                Parameter("sides", .sides, .tuple(["t", "r", "b", "l"].map(Value.string))),
            ]
        ),
    ]

    private static let size = [Parameter("width", .length), Parameter("height", .length)]
    private static let optionalSize = [
        Parameter("width", .length, .some(.none)), Parameter("height", .length, .some(.none)),
    ]
    private static let optionalAnchor = Parameter("anchor", .anchor, .some(.none))
    private static let fillAnchor = Parameter("anchor", .fillAnchor, .some(.none))
    private static let offsets = [Parameter("x", .offset, .some(.none)), Parameter("y", .offset, .some(.none))]
    private static let upscale = Parameter("upscale", .flag, .bool(true))
}
