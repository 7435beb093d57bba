/// A value for an argument of a libvips operation. libvips decides at run time which kinds of values an argument
/// accepts.
package enum Argument {
    case bool(Bool)
    case int(Int)
    case double(Double)
    /// Text, or the nickname of an enum value (`"lanczos3"`) or of an interpolator.
    case string(String)
    case doubles([Double])
    case image(Image)
    case images([Image])
    case source(Source)
    case target(Target)
}

extension Argument: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: Double...) { self = .doubles(elements) }
}

extension Argument: CustomStringConvertible {
    package var description: String {
        switch self {
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let value): "\"\(value)\""
        case .doubles(let values): "\(values)"
        case .image, .images: "an image"
        case .source: "a source"
        case .target: "a target"
        }
    }
}

/// Arguments by name. The type is a list, not a dictionary, so that arguments are always set in the same order.
package typealias Arguments = KeyValuePairs<String, Argument>
