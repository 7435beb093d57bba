import ImageSpecs
import Markup

/// The filters of Django that tags and variables can use.
enum TemplateFilter: String, CaseIterable {
    case add, capfirst, cut
    case defaultValue = "default"
    case defaultIfNone = "default_if_none"
    case escape, first, join, last, length, lower, safe, upper

    var takesArgument: Bool {
        switch self {
        case .add, .cut, .defaultValue, .defaultIfNone, .join: true
        case .capfirst, .escape, .first, .last, .length, .lower, .safe, .upper: false
        }
    }

    func apply(
        to input: TemplateExpression.Result,
        _ given: TemplateExpression.Result
    ) throws(TemplateError) -> TemplateExpression.Result {
        var result = input
        let argument = given.value
        let text = input.value.text
        switch self {
        case .add: result = .init(value: Self.sum(input.value, argument))
        case .capfirst: result.value = .string(text.prefix(1).uppercased() + text.dropFirst())
        case .cut where argument.text.isEmpty: break
        case .cut:
            result.value = .string(text.split(separator: argument.text, omittingEmptySubsequences: false).joined())
            // A text from which semicolons are cut is not safe, because its character references are broken.
            result.isSafe = input.isSafe && argument.text != ";"
        case .defaultValue: if !input.value.isTrue { result = given }
        case .defaultIfNone: if input.value == .none { result = given }
        case .escape: if !input.isSafe { result = .init(value: .string(Markup.escape(text)), isSafe: true) }
        case .first: result = .init(value: Self.items(input.value).first ?? .string(""))
        case .last: result = .init(value: Self.items(input.value).last ?? .string(""))
        case .join: result = .init(value: .string(Self.items(input.value).map(\.text).joined(separator: argument.text)))
        case .length: result = .init(value: .integer(Self.items(input.value).count))
        case .lower: result.value = .string(text.lowercased())
        case .safe: result = .init(value: .string(text), isSafe: true)
        case .upper: result = .init(value: .string(text.uppercased()))
        }
        return result
    }

    private static func items(_ value: TemplateValue) -> [TemplateValue] {
        switch value {
        case .array(let items): items
        case .object(let members): members.keys.sorted().map { .string($0) }
        case .string(let text): text.unicodeScalars.map { .string(String($0)) }
        default: []
        }
    }

    /// Returns the sum with the rules of Django: of whole numbers if both values can be converted to whole numbers,
    /// otherwise of two texts or of two lists. Other values have an empty text as their sum.
    private static func sum(_ left: TemplateValue, _ right: TemplateValue) -> TemplateValue {
        if let left = wholeNumber(left), let right = wholeNumber(right) {
            let (sum, overflows) = left.addingReportingOverflow(right)
            return overflows ? .string("") : .integer(sum)
        }
        return switch (left, right) {
        case (.string(let left), .string(let right)): .string(left + right)
        case (.array(let left), .array(let right)): .array(left + right)
        default: .string("")
        }
    }

    /// The number that Python's `int` returns for the value.
    private static func wholeNumber(_ value: TemplateValue) -> Int? {
        switch value {
        case .bool(let value): value ? 1 : 0
        case .integer(let value): value
        case .number(let value): Int(exactly: value.rounded(.towardZero))
        case .string(let text): Int(text.trimmingSpaces)
        case .none, .array, .object: nil
        }
    }
}
