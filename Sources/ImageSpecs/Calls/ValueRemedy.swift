/// The end of a message about an invalid value: what to write instead.
package enum ValueRemedy: Hashable, Sendable {
    /// The text in quotes is a number or a flag that is accepted without the quotes.
    case removeQuotes
    /// PILKit's name for the given word. For example, `tl` is the name for `top-left`.
    case name(String)
    /// The author probably meant the fraction as a percentage.
    case percentage(Int)
    case minimum(Int)

    package var clause: String {
        switch self {
        case .removeQuotes: ": remove the quotes"
        case .name(let name): " — did you mean \"\(name)\"?"
        case .percentage(let number): ": it is a percentage, so write \(number)"
        case .minimum(let number): ": write \(number) for the smallest file"
        }
    }

    /// Returns nil if no remedy is known for the value.
    init?(for value: Value, accepts: (Value) -> Bool) {
        switch value {
        case .string(let text):
            guard let unquoted = Value(unquoting: text), accepts(unquoted) else { return nil }
            self = .removeQuotes
        default: return nil
        }
    }

    /// The remedy for a value of a parameter.
    init?(for value: Value, of kind: Parameter.Kind) {
        if let word = value.string, let name = Anchor.name(inWords: word), kind.accepts(.string(name)) {
            self = .name(name)
            return
        }
        self.init(for: value, accepts: kind.accepts)
    }

    /// The remedy for a value of a save option.
    init?(for value: Value, of kind: SaveOptionKind) {
        if case .number(let range, _) = kind, let number = value.number, range.lowerBound > 0 {
            if number == 0 {
                self = .minimum(range.lowerBound)
                return
            }
            // Convert only a fraction, because a large number does not fit into an integer.
            let percentage = number > 0 && number < 1 ? Int((number * 100).rounded()) : nil
            if let percentage, range.contains(percentage) {
                self = .percentage(percentage)
                return
            }
        }
        self.init(for: value, accepts: kind.accepts)
    }
}

extension Value {
    /// Reads the number or the flag that JSON would contain if the text had no quotes. Returns nil for other texts.
    package init?(unquoting text: String) {
        if let number = Int(text) {
            self = .integer(number)
        } else if let number = Double(text), number.isFinite {
            self = .double(number)
        } else if let flag = Bool(text) {
            self = .bool(flag)
        } else {
            return nil
        }
    }
}
