import JSON

/// A value in a template. The types are Python's types, because Django's rules depend on these types.
package indirect enum TemplateValue: Hashable, Sendable {
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([TemplateValue])
    case object([String: TemplateValue])

    package init(_ node: JSONNode) {
        switch node.value {
        case .null: self = .none
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .string(value)
        case .array(let items): self = .array(items.map(TemplateValue.init))
        case .object(let object):
            self = .object(
                Dictionary(object.members.map { ($0.key, TemplateValue($0.value)) }, uniquingKeysWith: { $1 })
            )
        }
    }

    var json: JSONText {
        switch self {
        case .none: .null
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let value): .string(value)
        case .array(let items): .array(items.map(\.json))
        case .object(let members):
            .object(members.sorted { $0.key < $1.key }.map { JSONText.Member(key: $0.key, value: $0.value.json) })
        }
    }

    var isTrue: Bool {
        switch self {
        case .none: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .number(let value): value != 0
        case .string(let value): !value.isEmpty
        case .array(let items): !items.isEmpty
        case .object(let members): !members.isEmpty
        }
    }

    /// Returns the member of an object with this name, or the item of an array with this index.
    func member(_ name: String) -> TemplateValue? {
        switch self {
        case .object(let members): members[name]
        case .array(let items): Int(name).flatMap { items.indices.contains($0) ? items[$0] : nil }
        default: nil
        }
    }

    /// The value as an argument for Stencil.
    var any: Any {
        if let empty = EmptyItems(self) { return empty }
        return switch self {
        case .none: NoneValue.instance
        case .bool(let value): value
        case .integer(let value): value
        case .number(let value): value
        case .string(let value): value
        case .array(let items): items.map(\.any)
        case .object(let members): members.mapValues(\.any)
        }
    }

    /// - Parameter value: a value from Stencil.
    init(any value: Any?) {
        switch value {
        case let value as EmptyItems: self = value.value
        case is NoneValue: self = .none
        case let value as Bool: self = .bool(value)
        case let value as Int: self = .integer(value)
        case let value as Double: self = .number(value)
        case let value as Float: self = .number(Double(value))
        case let value as String: self = .string(value)
        case let value as Character: self = .string(String(value))
        case let value as [String: Any?]: self = .object(value.mapValues(TemplateValue.init(any:)))
        case let value as [Any?]: self = .array(value.map(TemplateValue.init(any:)))
        case nil: self = .none
        case let value?: self = .string("\(value)")
        }
    }
}
