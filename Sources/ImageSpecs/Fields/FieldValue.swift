/// The value of a field of a source.
package struct FieldValue: Hashable, Sendable {
    /// The values that it stands for, the most likely first: a CSV cell with 100 is a number, or a text if an argument
    /// takes only text.
    let readings: [Value]

    /// One value of known type, or several, the most likely first.
    package init(_ readings: Value...) { self.readings = readings }

    /// Nil if no value is a text.
    package var text: String? { readings.lazy.compactMap(\.string).first }

    /// A text that may stand for another value.
    /// - Parameter meaning: the value; nil if it is only a text.
    package init(text: String, meaning: Value?) {
        readings = [meaning, .string(text)].compactMap(\.self)
    }
}
