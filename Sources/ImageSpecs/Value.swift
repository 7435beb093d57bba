/// A plain value of a registry: an argument of a processor or a save option.
///
/// A value keeps distinctions that the hash of a spec depends on and that JSON libraries lose: `1` is not `1.0` and not
/// `true`. An array is a tuple, because Django projects write colours and anchors as tuples.
package enum Value: Hashable, Sendable {
    case none
    case bool(Bool)
    case integer(Int)
    case double(Double)
    case string(String)
    case tuple([Value])
    case dictionary([String: Value])
}

extension Value {
    /// Python's truth value: `None`, `False`, zero, and empty texts, tuples, and dictionaries are false.
    package var isTruthy: Bool {
        switch self {
        case .none: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .double(let value): value != 0
        case .string(let value): !value.isEmpty
        case .tuple(let values): !values.isEmpty
        case .dictionary(let values): !values.isEmpty
        }
    }

    package var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The number; nil if the value is neither an integer nor a float.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var tuple: [Value]? {
        if case .tuple(let values) = self { values } else { nil }
    }

    package var dictionary: [String: Value]? {
        if case .dictionary(let members) = self { members } else { nil }
    }
}

/// The value in the notation of a registry, for messages.
extension Value: CustomStringConvertible {
    package var description: String {
        switch self {
        case .none: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let value): "\"\(value)\""
        case .tuple(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
        case .dictionary(let values):
            "{" + values.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}"
        }
    }
}

extension Value: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .none
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let values = try? container.decode([Value].self) {
            self = .tuple(values)
        } else {
            self = .dictionary(try container.decode([String: Value].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .none: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .tuple(let values): try container.encode(values)
        case .dictionary(let values): try container.encode(values)
        }
    }
}
