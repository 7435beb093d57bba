/// What values a save option takes, and how a message says so.
package enum SaveOptionKind: Sendable {
    case flag
    case number(ClosedRange<Double>)
    case wholeNumber(ClosedRange<Int>)
    case subsampling
    case word
    /// A saver's own options.
    case options

    /// What a value of this kind must be, to follow "is not".
    package var requirement: String {
        switch self {
        case .flag: "true or false"
        case .number(let range): "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
        case .wholeNumber(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .subsampling: "one of 0, 1, 2, \(Self.subsamplings.joined(separator: ", "))"
        case .word: "text"
        case .options: "an object of options"
        }
    }

    package func accepts(_ value: Value) -> Bool {
        switch self {
        case .flag: if case .bool = value { true } else { false }
        case .number(let range): value.number.map(range.contains) ?? false
        case .wholeNumber(let range): value.integer.map(range.contains) ?? false
        case .subsampling:
            value.integer.map { (0...2).contains($0) } ?? value.string.map(Self.subsamplings.contains) ?? false
        case .word: value.string != nil
        case .options: if case .dictionary = value { true } else { false }
        }
    }

    /// What is wrong with a value or with the default of its field; nil where nothing is, or only the field will tell.
    package func mistake(in value: Value) -> String? {
        guard !value.references.contains(nil) else { return "\(value) is not \(FieldReference.requirement)" }
        return value.withDefaults.flatMap { accepts($0) ? nil : "\($0) is not \(requirement)" }
    }

    private static let subsamplings = ["4:4:4", "4:2:2", "4:2:0", "4:0:0"]
}

extension SaveOption {
    /// nil for an option that no format has.
    package static func kind(of option: String) -> SaveOptionKind? {
        switch option {
        case "optimize", "progressive", "progression", "lossless", "exact", "interlace", "irreversible": .flag
        case "quality", "alpha_quality": .number(0...100)
        case "compress_level", "effort": .wholeNumber(0...9)
        case "method": .wholeNumber(0...6)
        case "speed": .wholeNumber(0...10)
        case "subsampling": .subsampling
        case "compression": .word
        case "vips": .options
        default: nil
        }
    }
}
