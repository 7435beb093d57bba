/// Reads checked arguments into a step, with the checks that PILKit makes across arguments (and those that would
/// only show when the first image is made).
struct ArgumentReader {
    let signature: ProcessorSignature
    let given: [String: Value]

    func step() throws(ProcessorProblems) -> Step {
        switch signature.name {
        case "AddBorder":
            let thickness = try read("thickness", BorderThickness.init)
            return .addBorder(thickness, color: color("color") ?? .transparentWhite)
        case "Adjust":
            return .adjust(
                color: number("color"),
                brightness: number("brightness"),
                contrast: number("contrast"),
                sharpness: number("sharpness")
            )
        case "ColorOverlay":
            return .colorOverlay(color: try read("color", Color.init), opacity: number("overlay_opacity"))
        case "Convert":
            return .convert(try read("mode") { $0.string.flatMap(ConversionMode.init) })
        case "Crop":
            let (width, height) = try size()
            let placement = try placement()
            if value("anchor") == .string("attention") {
                return .smartCrop(width: width, height: height, by: .attention)
            }
            return .crop(width: width, height: height, placement: placement)
        case "GaussianBlur":
            return .gaussianBlur(radius: number("radius"))
        case "ImageOverlay":
            guard case .tuple(let position) = value("position"), position.count == 2 else { throw missing("position") }
            return .imageOverlay(
                path: try read("overlay_img", \.string),
                x: position[0].integer ?? 0,
                y: position[1].integer ?? 0
            )
        case "MakeOpaque":
            return .makeOpaque(background: try read("background_color", Color.init))
        case "Reflection":
            return .reflection(
                background: try read("background_color", Color.init),
                size: number("size"),
                opacity: number("opacity")
            )
        case "Resize":
            let (width, height) = try size()
            return .resize(width: width, height: height, upscale: flag("upscale"))
        case "ResizeCanvas":
            let (width, height) = try size()
            let color = color("color") ?? .transparentWhite
            return .resizeCanvas(width: width, height: height, color: color, placement: try placement())
        case "ResizeToCover":
            let (width, height) = try size()
            return .resizeToCover(width: width, height: height, upscale: flag("upscale"))
        case "ResizeToFill":
            let (width, height) = try size()
            if value("anchor") == .string("attention") {
                return .smartResize(width: width, height: height, upscale: flag("upscale"), by: .attention)
            }
            let placement = Placement(value("anchor")) ?? .anchor(.center)
            return .resizeToFill(width: width, height: height, placement: placement, upscale: flag("upscale"))
        case "ResizeToFit":
            return try resizeToFit()
        case "Rounded":
            return .rounded(radius: value("radius").integer)
        case "SetOpacity":
            return .setOpacity(maximum: try read("max_alpha", \.integer))
        case "Sharpen":
            return .sharpen(sigma: number("sigma"), amount: number("amount"), flat: number("flat"))
        case "SmartCrop":
            let (width, height) = try size()
            return .smartCrop(width: width, height: height, by: .entropy)
        case "SmartResize":
            let (width, height) = try size()
            return .smartResize(width: width, height: height, upscale: flag("upscale"), by: .entropy)
        case "Thumbnail":
            return try thumbnail()
        case "Text":
            return .text(
                Lettering(
                    markup: try read("text", \.string),
                    font: try read("font", \.string),
                    size: try read("size", \.integer),
                    color: try read("color", Color.init),
                    alignment: try read("align") { $0.string.flatMap(TextAlignment.init) },
                    width: value("width").integer,
                    height: value("height").integer,
                    anchor: anchor() ?? .center,
                    margin: value("margin").integer ?? 0
                )
            )
        case "Tint":
            return .tint(try read("color", Color.init), strength: number("strength"))
        case "Transpose":
            return .transpose(transposition())
        case "Trim":
            return .trim(threshold: number("threshold"), background: color("background"))
        case "TrimBorderColor":
            // A tolerance out of range is a mistake only when an image is made, as in PILKit: such specs have names.
            return .trimBorderColor(
                color: color("color"),
                tolerance: number("tolerance"),
                sides: try read("sides", Sides.init)
            )
        case "exec":
            guard case .tuple(let words) = value("command"), !words.isEmpty else { throw missing("command") }
            let format = try read("format") { $0.string.flatMap(ImageFormat.init(name:)) }
            return .exec(Program(command: words.compactMap(\.string), format: format))
        case "vips":
            guard case .dictionary(let arguments) = value("arguments") else { throw missing("arguments") }
            return .vips(operation: try read("operation", \.string), arguments: arguments)
        default:
            throw ProcessorProblems([.unknownProcessor(signature.name)])
        }
    }

    // MARK: - Processors with checks of their own

    private func resizeToFit() throws(ProcessorProblems) -> Step {
        let (width, height) = (value("width").integer, value("height").integer)
        guard width != nil || height != nil else {
            throw conflict(nil, "ResizeToFit needs width, height or both")
        }
        let mat = color("mat_color").map { Mat(color: $0, anchor: anchor() ?? .center) }
        guard mat == nil || (width != nil && height != nil) else {
            throw conflict("mat_color", "mat_color needs both width and height: it fills the canvas of that size")
        }
        return .resizeToFit(width: width, height: height, upscale: flag("upscale"), mat: mat)
    }

    /// `pilkit.processors.resize.Thumbnail`: which processor it stands for depends on what was given.
    private func thumbnail() throws(ProcessorProblems) -> Step {
        let (width, height) = (value("width").integer, value("height").integer)
        guard width != nil || height != nil else { throw conflict(nil, "Thumbnail needs width, height or both") }
        let derived = ThumbnailDefaults(given: given)
        if value("anchor").isTruthy && value("crop") == .bool(false) {
            throw conflict("anchor", "an anchor has no meaning when crop is false: remove one of the two")
        }
        guard derived.crop else {
            return .resizeToFit(width: width, height: height, upscale: flag("upscale"), mat: nil)
        }
        guard let width, let height else { throw conflict(nil, "Thumbnail needs both width and height to crop") }
        switch derived.anchor {
        case .string("auto"):
            return .smartResize(width: width, height: height, upscale: flag("upscale"), by: .entropy)
        case .string("attention"):
            return .smartResize(width: width, height: height, upscale: flag("upscale"), by: .attention)
        default: break
        }
        let placement = Placement(derived.anchor) ?? .anchor(.center)
        return .resizeToFill(width: width, height: height, placement: placement, upscale: flag("upscale"))
    }

    /// PILKit: `auto` anywhere makes the other steps void, and is the default.
    private func transposition() -> Transposition {
        guard case .tuple(let names) = value("methods"), !names.contains(.string("auto")) else { return .auto }
        return .steps(names.compactMap { $0.string.flatMap { Transposition.turns[$0] } })
    }

    // MARK: - Arguments

    private func value(_ name: String) -> Value {
        given[name] ?? signature.parameters.first { $0.name == name }?.fallback ?? .none
    }

    private func number(_ name: String) -> Double { value(name).number ?? 0 }

    /// A flag that was left out without a default is `None`, which Python takes for false.
    private func flag(_ name: String) -> Bool { value(name).isTruthy }

    private func color(_ name: String) -> Color? { Color(value(name)) }

    private func anchor() -> Anchor? { Anchor(value("anchor")) }

    private func size() throws(ProcessorProblems) -> (width: Int, height: Int) {
        guard let width = value("width").integer, let height = value("height").integer else {
            let missing = ["width", "height"].filter { value($0).integer == nil }
            throw ProcessorProblems([.missingArguments(missing)])
        }
        return (width, height)
    }

    private func placement() throws(ProcessorProblems) -> Placement {
        let (x, y) = (value("x").integer, value("y").integer)
        guard x != nil || y != nil else { return Placement(value("anchor")) ?? .anchor(.center) }
        guard value("anchor") == .none else {
            throw conflict("anchor", "give either an anchor or x and y, not both")
        }
        return .offset(x: x ?? 0, y: y ?? 0)
    }

    private func read<T>(_ name: String, _ make: (Value) -> T?) throws(ProcessorProblems) -> T {
        guard let result = make(value(name)) else { throw missing(name) }
        return result
    }

    private func missing(_ name: String) -> ProcessorProblems { ProcessorProblems([.missingArguments([name])]) }

    private func conflict(_ argument: String?, _ reason: String) -> ProcessorProblems {
        ProcessorProblems([.conflict(argument: argument, reason: reason)])
    }
}

/// What `Thumbnail` makes of a crop and an anchor that were left out; the hash and the step both need it.
struct ThumbnailDefaults {
    let crop: Bool
    let anchor: Value

    init(given: [String: Value]) {
        let anchor = given["anchor"] ?? .none
        if anchor.isTruthy {
            (crop, self.anchor) = (true, anchor)
        } else if let crop = given["crop"] {
            (self.crop, self.anchor) = (crop.isTruthy, anchor)
        } else {
            crop = given["width"] != nil && given["height"] != nil
            self.anchor = crop && anchor == .none ? .string("auto") : anchor
        }
    }
}
