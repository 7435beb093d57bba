/// A reference to a field of the source. An argument can be such a reference:
/// `{"field": "thumbnail_width", "default": 100}`.
package struct FieldReference: Hashable, Sendable {
    package let name: String
    /// The value for sources without the field. If there is no default, the image of such a source fails.
    package let fallback: Value?

    /// The fields that every source file has. These fields come from the header of the file, so a column or a sidecar
    /// cannot set them.
    package static let ofSource = ["source.width", "source.height", "source.orientation"]

    static let requirement =
        "a field: {\"field\": \"name\"} or {\"field\": \"name\", \"default\": value}; the source itself has "
        + ofSource.joined(separator: ", ")

    /// Reads a reference. Returns nil for other values, for an empty field name, and for an unknown field name that
    /// starts with `source.`.
    init?(_ value: Value) {
        guard case .dictionary(let members) = value, case .string(let name)? = members["field"], !name.isEmpty,
            members.keys.allSatisfy({ $0 == "field" || $0 == "default" }),
            !name.hasPrefix("source.") || Self.ofSource.contains(name)
        else { return nil }
        self.name = name
        fallback = members["default"]
    }
}

extension Value {
    /// The references in the value and in its elements. Nil stands for an invalid reference.
    var references: [FieldReference?] {
        switch self {
        case .dictionary(let members) where members["field"] != nil: [FieldReference(self)]
        case .dictionary(let members): members.values.flatMap(\.references)
        case .tuple(let items): items.flatMap(\.references)
        default: []
        }
    }

    /// The value after replacing its references by their defaults; nil if a reference has no default.
    package var withDefaults: Value? {
        if let reference = FieldReference(self) { return reference.fallback }
        switch self {
        case .tuple(let items):
            let values = items.compactMap(\.withDefaults)
            return values.count == items.count ? .tuple(values) : nil
        case .dictionary(let members):
            let values = members.compactMapValues(\.withDefaults)
            return values.count == members.count ? .dictionary(values) : nil
        default:
            return self
        }
    }
}
