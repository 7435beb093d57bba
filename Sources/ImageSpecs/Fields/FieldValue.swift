/// What a source has under a field's name.
package struct FieldValue: Hashable, Sendable {
    /// How it may be read, the likeliest first: a cell of a CSV file that holds 100 is a number or a text, whichever is
    /// wanted.
    let readings: [Value]

    /// A value whose type is known; or several, the likeliest first.
    package init(_ readings: Value...) { self.readings = readings }

    /// Nil where it is no text.
    package var text: String? { readings.lazy.compactMap(\.string).first }

    /// A text that may stand for something else.
    /// - Parameter meaning: what it reads as; nil where it makes no sense as anything but text.
    package init(text: String, meaning: Value?) {
        readings = [meaning, .string(text)].compactMap(\.self)
    }
}

/// Why a spec has no value for one of its fields.
package enum FieldMistake: Error, Hashable {
    case missing(String)
    /// `use` is what the field is for, such as `ResizeToFill.width`.
    case wrongValue(field: String, value: Value, use: String, requirement: String)
    /// What is wrong with a processor when its fields are filled in.
    case wrongCall(processor: String, [ProcessorProblem])
    /// The place where fields are kept cannot be read.
    case unreadable(String)
}

extension FieldMistake: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let name): "the field \"\(name)\" is missing"
        case .wrongValue(let field, let value, let use, let requirement):
            "the field \"\(field)\" is \(value), and \(use) takes \(requirement)"
        case .wrongCall(let processor, let problems):
            "with its fields filled in, \(processor) cannot be done: "
                + problems.map(\.description).joined(separator: "; ")
        case .unreadable(let reason): reason
        }
    }
}
