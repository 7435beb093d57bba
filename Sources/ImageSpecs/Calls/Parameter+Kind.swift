extension Parameter {
    /// The kinds of values that an argument accepts.
    package enum Kind: Hashable, Sendable, CaseIterable {
        /// A length in pixels, at least 1.
        case length
        /// An integer number of pixels that can be negative.
        case offset
        /// An integer from 0 to 255.
        case byte
        case number
        /// A number of at least 0.
        case positiveNumber
        case flag
        case color
        case anchor
        /// An anchor, a focal point, "focus" for the focal point in the fields of the source, or "attention" for a
        /// smart crop.
        case cropAnchor
        /// A `cropAnchor`, or "auto" for a smart crop by entropy.
        case smartAnchor
        /// A length in pixels, or "circle".
        case radius
        /// One width for all four sides, or a tuple (top, right, bottom, left).
        case thickness
        case sides
        case transposition
        case mode
        /// The name of a libvips operation.
        case operation
        /// The arguments of a libvips operation, by name.
        case arguments
        case path
        /// A program and its arguments.
        case command
        /// The format of the file that a program reads.
        case programFormat
        /// A text with Pango markup.
        case text
        case words
        case alignment
        case position
    }
}

extension Parameter.Kind {
    /// The maximum length. Sums and products of two lengths fit into `Int`.
    package static let maxLength = 1_000_000

    /// The maximum of factors and other numbers. The product of this number and a length fits into `Int`.
    package static let maxNumber = 1e12

    /// The text of the maximum number in messages. Without this text, messages would contain `1000000000000.0`.
    private static let maxNumberText = "1e12"

    /// Whether the value can be "focus", which stands for the focal point in the fields of the source.
    var takesFocus: Bool { self == .cropAnchor || self == .smartAnchor }

    /// The requirement for a value, as a phrase that follows "is not" in a message.
    package var requirement: String {
        let anchors = Anchor.named.map(\.name).joined(separator: ", ") + ", or [x, y] as fractions"
        return switch self {
        case .length: "a whole number of pixels from 1 to \(Self.maxLength)"
        case .offset: "a whole number of pixels from -\(Self.maxLength) to \(Self.maxLength)"
        case .byte: "a whole number from 0 to 255"
        case .number: "a number from -\(Self.maxNumberText) to \(Self.maxNumberText)"
        case .positiveNumber: "a number from 0 to \(Self.maxNumberText)"
        case .flag: "true or false"
        case .color: "a colour: [r, g, b], [r, g, b, a], \"#rrggbb\", a CSS name or \"rgb(…)\""
        case .anchor: "an anchor: one of \(anchors)"
        case .cropAnchor: "\"attention\", \"focus\", one of \(anchors)"
        case .smartAnchor: "\"auto\", \"attention\", \"focus\", one of \(anchors)"
        case .radius: "a whole number of pixels from 1 to \(Self.maxLength), or \"circle\""
        case .thickness: "a whole number of pixels, or [top, right, bottom, left]"
        case .sides: "an array of sides: " + Sides.names.map { "\"\($0.key)\"" }.joined(separator: ", ")
        case .transposition: "one of \(Transpose.names.joined(separator: ", "))"
        case .mode: "one of \(ConversionMode.allCases.map(\.rawValue).joined(separator: ", "))"
        case .operation: "the name of a libvips operation, such as \"gaussblur\""
        case .arguments: "an object of the operation's arguments"
        case .path: "the path of an image"
        case .command: "a command: an array of strings, the first of which names a program"
        case .programFormat: "one of \(Exec.formats.map(\.rawValue).joined(separator: ", "))"
        case .text: "a text, with Pango markup"
        case .words: "a text"
        case .alignment: "one of \(TextAlignment.allCases.map(\.rawValue).joined(separator: ", "))"
        case .position: "[x, y] in pixels"
        }
    }

    func accepts(_ value: Value) -> Bool {
        switch self {
        case .length: value.integer.map { (1...Self.maxLength).contains($0) } ?? false
        case .offset: Self.isOffset(value)
        case .byte: value.integer.map { (0...255).contains($0) } ?? false
        case .number: value.number.map { abs($0) <= Self.maxNumber } ?? false
        case .positiveNumber: value.number.map { (0...Self.maxNumber).contains($0) } ?? false
        // Accept 0 and 1 too, because Django templates can contain `crop=0`.
        case .flag: if case .bool = value { true } else { value == .integer(0) || value == .integer(1) }
        case .color: Color(value) != nil
        case .anchor: Anchor(value) != nil
        case .cropAnchor: value == .string("attention") || value == FocalPoint.word || Placement(value) != nil
        case .smartAnchor: value == .string("auto") || Self.cropAnchor.accepts(value)
        case .radius: value == .string("circle") || Self.length.accepts(value)
        case .thickness: BorderThickness(value) != nil
        case .sides: Sides(value) != nil
        case .transposition: value.string.map(Transpose.names.contains) ?? false
        case .mode: value.string.flatMap(ConversionMode.init) != nil
        case .arguments: value.dictionary != nil
        case .command: Self.isCommand(value)
        case .programFormat: value.string.flatMap(ImageFormat.init(name:)).map(Exec.formats.contains) ?? false
        case .operation, .path, .text, .words: value.string.map { !$0.isEmpty } ?? false
        case .alignment: value.string.flatMap(TextAlignment.init) != nil
        case .position: value.tuple.map { $0.count == 2 && $0.allSatisfy(Self.isOffset) } ?? false
        }
    }

    /// Returns whether a list can contain the value. All items of a command are texts. The items of other lists are
    /// checked only together, by `accepts`.
    func acceptsItem(_ value: Value) -> Bool { self != .command || value.string != nil }

    private static func isOffset(_ value: Value) -> Bool {
        value.integer.map { (-maxLength...maxLength).contains($0) } ?? false
    }

    private static func isCommand(_ value: Value) -> Bool {
        guard let words = value.tuple, words.first?.string?.isEmpty == false else { return false }
        // Reject a NUL, because the system ends an argument at a NUL.
        return words.allSatisfy { $0.string.map { !$0.utf8.contains(0) } ?? false }
    }

    /// Resolves the relative path of an image or of a command's program from a folder. A program without a slash is not
    /// a path, so it does not change. In a reference to a field, only the default changes. All other values stay the
    /// same.
    func resolvingPaths(of value: Value, from folder: String) -> Value {
        func resolved(_ path: String) -> String {
            path.hasPrefix("/") ? path : SourceName.normalize(folder + "/" + path)
        }
        switch (self, value) {
        case (.path, .dictionary(var reference)), (.command, .dictionary(var reference)):
            reference["default"] = reference["default"].map { resolvingPaths(of: $0, from: folder) }
            return .dictionary(reference)
        case (.path, .string(let path)):
            return .string(resolved(path))
        case (.command, .tuple(var words)):
            guard let program = words.first?.string, program.contains("/") else { return value }
            let path = resolved(program)
            // Keep a slash, because the system searches `PATH` for a program without a slash.
            words[0] = .string(path.contains("/") ? path : "./" + path)
            return .tuple(words)
        default:
            return value
        }
    }
}
