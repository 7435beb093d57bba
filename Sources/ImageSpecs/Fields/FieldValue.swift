/// The value of a field of a source.
package struct FieldValue: Hashable, Sendable {
    /// The possible values, the most likely first. For example, a CSV cell that contains `100` is a number, or a text
    /// if an argument accepts only texts.
    package let readings: [Value]

    /// Creates a value with one known type, or with several possible values, the most likely first.
    package init(_ readings: Value...) { self.readings = readings }

    /// The most likely value.
    package var likeliest: Value { readings.first ?? .none }

    /// The text among the possible values; nil if none of them is a text.
    package var text: String? { readings.lazy.compactMap(\.string).first }

    /// Creates a value from a text, such as a cell of a CSV file, that can also mean another value.
    /// - Parameter meaning: the value that the text can mean. It is nil if the text is only a text.
    package init(text: String, meaning: Value?) {
        readings = [meaning, .string(text)].compactMap(\.self)
    }
}
