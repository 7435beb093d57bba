/// The condition of `{% if %}` or `{% elif %}`, with the operators of Django and their precedence. Unlike Django, it also
/// accepts parentheses.
struct TemplateCondition {
    private indirect enum Node {
        case value(TemplateExpression)
        case not(Node)
        case infix(Operator, Node, Node)
    }

    private enum Operator: String {
        case or, and
        case contained = "in"
        case notContained = "not in"
        case same = "is"
        case notSame = "is not"
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        var precedence: Int {
            switch self {
            case .or: 6
            case .and: 7
            case .contained, .notContained: 9
            default: 10
            }
        }

        static let precedenceOfNot = 8
    }

    /// The maximum number of words. The parser and the evaluation are recursive, so a longer condition could exhaust the
    /// stack.
    private static let maxWords = 256

    private let root: Node

    /// - Parameter bits: the bits of the tag after its name.
    init(_ bits: ArraySlice<String>) throws(TemplateError) {
        let words = bits.flatMap(Self.words)
        guard words.count <= Self.maxWords else {
            throw TemplateError("the condition has more than \(Self.maxWords) words: split it")
        }
        var rest = words[...]
        root = try Self.expression(&rest, above: 0)
        if let word = rest.first {
            throw TemplateError(
                "the condition has an unexpected \"\(word)\": write an operator, such as and, before it"
            )
        }
    }

    /// - Parameter resolve: returns the value of a variable, such as `["post", "photo"]`.
    func isTrue(_ resolve: TemplateExpression.Resolve) throws(TemplateError) -> Bool {
        try Self.value(root, resolve).isTrue
    }

    // MARK: - Reading

    /// Separates the parentheses at the start and at the end of a bit from the word between them.
    private static func words(_ bit: String) -> [String] {
        guard bit.hasPrefix("(") || bit.hasSuffix(")") else { return [bit] }
        let inner = bit.drop { $0 == "(" }
        let end = inner.lastIndex { $0 != ")" }.map { inner.index(after: $0) } ?? inner.startIndex
        let word = String(inner[..<end])
        return bit.prefix { $0 == "(" }.map(String.init) + (word.isEmpty ? [] : [word])
            + inner[end...].map(String.init)
    }

    private static func expression(_ rest: inout ArraySlice<String>, above power: Int) throws(TemplateError) -> Node {
        var left = try operand(&rest)
        while let (found, count) = infix(rest), found.precedence > power {
            rest = rest.dropFirst(count)
            left = .infix(found, left, try expression(&rest, above: found.precedence))
        }
        return left
    }

    private static func operand(_ rest: inout ArraySlice<String>) throws(TemplateError) -> Node {
        guard infix(rest) == nil, rest.first != ")", let word = rest.popFirst() else {
            throw TemplateError("the condition has no value before \(rest.first.map { "\"\($0)\"" } ?? "its end")")
        }
        switch word {
        case "not": return .not(try expression(&rest, above: Operator.precedenceOfNot))
        case "(":
            let node = try expression(&rest, above: 0)
            guard rest.popFirst() == ")" else { throw TemplateError("the condition has a \"(\" without a \")\"") }
            return node
        default: return .value(try TemplateExpression(word))
        }
    }

    /// Returns the operator at the start of `rest`, and the number of its words.
    private static func infix(_ rest: ArraySlice<String>) -> (Operator, Int)? {
        if let found = Operator(rawValue: rest.prefix(2).joined(separator: " ")), rest.count > 1 { return (found, 2) }
        return rest.first.flatMap(Operator.init).map { ($0, 1) }
    }

    // MARK: - Evaluation

    private static func value(
        _ node: Node,
        _ resolve: TemplateExpression.Resolve
    ) throws(TemplateError) -> TemplateValue {
        switch node {
        case .value(let expression):
            // In a condition of Django, a variable that does not exist is None.
            return try expression.evaluate(missing: .none, resolving: resolve)?.value ?? .none
        case .not(let operand): return .bool(!(try value(operand, resolve).isTrue))
        case .infix(let infix, let first, let second):
            let left = try value(first, resolve)
            if infix == .or, left.isTrue { return left }
            if infix == .and, !left.isTrue { return left }
            let right = try value(second, resolve)
            return switch infix {
            case .or, .and: right
            // As in Django, each of the following operators is false if Python does not support it for these values.
            case .contained: .bool(right.contains(left) ?? false)
            case .notContained: .bool(right.contains(left).map { !$0 } ?? false)
            case .same: .bool(left == right)
            case .notSame: .bool(left != right)
            case .equal: .bool(left.isEqual(to: right))
            case .notEqual: .bool(!left.isEqual(to: right))
            case .less: .bool(left.isLess(than: right) ?? false)
            case .lessOrEqual: .bool(right.isLess(than: left).map { !$0 } ?? false)
            case .greater: .bool(right.isLess(than: left) ?? false)
            case .greaterOrEqual: .bool(left.isLess(than: right).map { !$0 } ?? false)
            }
        }
    }
}

/// Comparisons with the rules of Python.
extension TemplateValue {
    fileprivate var asNumber: Double? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    fileprivate func isEqual(to other: TemplateValue) -> Bool {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left == right
        // In Swift, strings with different code points can be equal.
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.allSatisfy { key, value in right[key].map { value.isEqual(to: $0) } ?? false }
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isEqual(to: $1) }
        default:
            if let left = asNumber, let right = other.asNumber { left == right } else { self == other }
        }
    }

    /// - Returns: nil if Python cannot compare the values.
    fileprivate func isLess(than other: TemplateValue) -> Bool? {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left < right
        case (.string(let left), .string(let right)):
            left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
        case (.array(let left), .array(let right)):
            // Python compares only the first items that differ. The other items can be of any type.
            if let (first, second) = zip(left, right).first(where: { !$0.isEqual(to: $1) }) {
                first.isLess(than: second)
            } else {
                left.count < right.count
            }
        default:
            if let left = asNumber, let right = other.asNumber { left < right } else { nil }
        }
    }

    /// - Returns: nil if Python cannot search the value.
    fileprivate func contains(_ element: TemplateValue) -> Bool? {
        switch (self, element) {
        case (.array(let items), _): items.contains { $0.isEqual(to: element) }
        case (.object(let members), .string(let key)): members[key] != nil
        case (.object, _): false
        case (.string(let text), .string(let part)): part.isEmpty || text.utf8.firstRange(of: Array(part.utf8)) != nil
        default: nil
        }
    }
}
