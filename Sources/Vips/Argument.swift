/// A value for an argument of a libvips operation. Which of them an argument takes is libvips' to say, at run time.
public enum Argument {
    case bool(Bool)
    case int(Int)
    case double(Double)
    /// Text, or the nickname of an enum's value (`"lanczos3"`), or of an interpolator.
    case string(String)
    case doubles([Double])
    case image(Image)
    case images([Image])
    case source(Source)
}

extension Argument: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: Double...) { self = .doubles(elements) }
}

extension Argument: CustomStringConvertible {
    public var description: String {
        switch self {
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let value): "\"\(value)\""
        case .doubles(let values): "\(values)"
        case .image, .images: "an image"
        case .source: "a source"
        }
    }
}

/// Arguments by name. A list and not a dictionary, so that what is set first is set first every time.
public typealias Arguments = KeyValuePairs<String, Argument>
