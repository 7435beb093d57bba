/// One argument that a processor takes.
package struct Parameter: Sendable {
    /// What values an argument takes, and how a message says so.
    package enum Kind: Sendable {
        /// A length in pixels, at least 1.
        case length
        /// A whole number of pixels that may be negative.
        case offset
        /// A whole number from 0 to 255.
        case byte
        case number
        /// A number of at least 0.
        case positiveNumber
        case flag
        case color
        case anchor
        /// An anchor, a focal point, or "attention" for a smart crop.
        case fillAnchor
        /// An anchor, a focal point, or "auto" or "attention" for a smart crop.
        case smartAnchor
        /// A length in pixels, or "circle".
        case radius
        /// One width for all four sides, or (top, right, bottom, left).
        case thickness
        case sides
        case transposition
        case mode
        /// The name of a libvips operation.
        case operation
        /// Arguments of a libvips operation by their names.
        case arguments
        case path
        /// A program and its arguments.
        case command
        /// The format that a program reads.
        case programFormat
        /// Pango markup.
        case text
        case words
        case alignment
        case position
    }

    package let name: String
    package let kind: Kind
    /// PILKit's default; nil where the argument must be given.
    package let fallback: Value?

    init(_ name: String, _ kind: Kind, _ fallback: Value? = nil) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
    }
}

extension Parameter.Kind {
    /// More pixels than any image has on a side; sums and products of two such numbers are still whole numbers.
    static let most = 1_000_000

    /// The greatest factor: its product with a side is still a whole number.
    static let greatest = 1e12

    /// Whether the anchor may be "focus": the focal point that the fields of the source say.
    var takesFocus: Bool {
        switch self {
        case .fillAnchor, .smartAnchor: true
        default: false
        }
    }

    private static func isBounded(_ number: Int?) -> Bool { number.map { (-most...most).contains($0) } ?? false }

    /// What a value of this kind must be, to follow "must be".
    package var requirement: String {
        switch self {
        case .length: "a whole number of pixels from 1 to \(Self.most)"
        case .offset: "a whole number of pixels from -\(Self.most) to \(Self.most)"
        case .byte: "a whole number from 0 to 255"
        case .number: "a number from -\(Self.greatest) to \(Self.greatest)"
        case .positiveNumber: "a number from 0 to \(Self.greatest)"
        case .flag: "true or false"
        case .color: "a colour: [r, g, b], [r, g, b, a], \"#rrggbb\", a CSS name or \"rgb(…)\""
        case .anchor: "an anchor: one of \(Anchor.named.map(\.name).joined(separator: ", ")), or [x, y] as fractions"
        case .fillAnchor:
            "\"attention\", \"focus\", one of \(Anchor.named.map(\.name).joined(separator: ", ")), or [x, y] as fractions"
        case .radius: "a whole number of pixels from 1 to \(Self.most), or \"circle\""
        case .smartAnchor:
            "\"auto\", \"attention\", \"focus\", one of \(Anchor.named.map(\.name).joined(separator: ", ")), or [x, y] "
                + "as fractions"
        case .thickness: "a whole number of pixels, or [top, right, bottom, left]"
        case .sides: "an array of sides: \"t\", \"r\", \"b\", \"l\""
        case .transposition: "one of \(Transposition.names.joined(separator: ", "))"
        case .mode: "one of \(ConversionMode.allCases.map(\.rawValue).joined(separator: ", "))"
        case .operation: "the name of a libvips operation, such as \"gaussblur\""
        case .arguments: "an object of the operation's arguments"
        case .path: "the path of an image"
        case .command: "a command: an array of texts, of which the first names a program"
        case .programFormat: "one of \(Program.formats.map(\.rawValue).joined(separator: ", "))"
        case .text: "a text, with Pango markup"
        case .words: "a text"
        case .alignment: "one of \(TextAlignment.allCases.map(\.rawValue).joined(separator: ", "))"
        case .position: "[x, y] in pixels"
        }
    }

    func accepts(_ value: Value) -> Bool {
        switch self {
        case .length: value.integer.map { (1...Self.most).contains($0) } ?? false
        case .offset: Self.isBounded(value.integer)
        case .byte: value.integer.map { (0...255).contains($0) } ?? false
        case .number: value.number.map { abs($0) <= Self.greatest } ?? false
        case .positiveNumber: value.number.map { (0...Self.greatest).contains($0) } ?? false
        case .flag: if case .bool = value { true } else { false }
        case .color: Color(value) != nil
        case .anchor: Anchor(value) != nil
        case .fillAnchor: value == .string("attention") || value == FocalPoint.word || Placement(value) != nil
        case .smartAnchor: value == .string("auto") || Self.fillAnchor.accepts(value)
        case .radius: value == .string("circle") || value.integer.map { (1...Self.most).contains($0) } ?? false
        case .thickness: BorderThickness(value) != nil
        case .sides: Sides(value) != nil
        case .transposition: value.string.map(Transposition.names.contains) ?? false
        case .mode: value.string.flatMap(ConversionMode.init) != nil
        case .operation: value.string.map { !$0.isEmpty } ?? false
        case .arguments: if case .dictionary = value { true } else { false }
        case .path: value.string.map { !$0.isEmpty } ?? false
        case .command:
            // A NUL ends an argument, whatever follows.
            if case .tuple(let words) = value {
                words.first?.string?.isEmpty == false
                    && words.allSatisfy { $0.string.map { !$0.utf8.contains(0) } ?? false }
            } else {
                false
            }
        case .programFormat:
            value.string.flatMap(ImageFormat.init(name:)).map(Program.formats.contains) ?? false
        case .text, .words: value.string.map { !$0.isEmpty } ?? false
        case .alignment: value.string.flatMap(TextAlignment.init) != nil
        case .position:
            if case .tuple(let pair) = value {
                pair.count == 2 && pair.allSatisfy { Self.isBounded($0.integer) }
            } else {
                false
            }
        }
    }
}
