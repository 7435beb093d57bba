/// The kinds of values that a save option accepts.
package enum SaveOptionKind: Hashable, Sendable {
    /// `true` or `false`.
    case flag
    /// A number, which the saver rounds down, or one of the words.
    case number(ClosedRange<Int>, words: [String] = [])
    case integer(ClosedRange<Int>)
    /// One of several numbers and words.
    case choice([Value])
    /// The options of libvips' saver, by name.
    case vipsOptions
}

extension SaveOptionKind {
    /// Returns whether the option accepts the value.
    package func accepts(_ value: Value) -> Bool {
        switch self {
        case .flag: if case .bool = value { true } else { false }
        case .number(let range, let words):
            if let number = value.number {
                Double(range.lowerBound) <= number && number <= Double(range.upperBound)
            } else {
                value.string.map(words.contains) ?? false
            }
        case .integer(let range): value.integer.map(range.contains) ?? false
        case .choice(let values): values.contains(value)
        case .vipsOptions: if case .dictionary = value { true } else { false }
        }
    }

    /// The requirement for a value, as a phrase that follows "is not" in a message.
    package var requirement: String {
        switch self {
        case .flag: "true or false"
        case .number(let range, let words):
            "a number from \(range.lowerBound) to \(range.upperBound)"
                + (words.isEmpty ? "" : ", or one of " + words.joined(separator: ", "))
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let values): "one of " + values.map { $0.string ?? "\($0)" }.joined(separator: ", ")
        case .vipsOptions: "an object of options"
        }
    }
}
