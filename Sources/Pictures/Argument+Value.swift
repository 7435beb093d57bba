import ImageSpecs
import Vips

extension Argument {
    /// Converts a value of a spec. Returns nil if libvips has no kind of argument for the value.
    package init?(_ value: Value) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .int(value)
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        case .tuple(let values):
            let numbers = values.compactMap(\.number)
            guard numbers.count == values.count else { return nil }
            self = .doubles(numbers)
        case .none, .dictionary: return nil
        }
    }
}
