extension JSONText {
    /// The text of a string; nil for any other value.
    package var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The elements of an array; nil for any other value.
    package var elements: [JSONText]? { if case .array(let elements) = self { elements } else { nil } }
}
