/// A value with its filters, such as `post.photo|default:'none.jpg'`.
struct TemplateExpression {
    /// A value, and whether the value is safe. As in Django, a safe value is printed without escaping.
    struct Result {
        var value: TemplateValue
        var isSafe = false
    }

    /// Returns the value of a variable, such as `["post", "photo"]`; nil if the variable does not exist.
    typealias Resolve = ([String]) throws(TemplateError) -> TemplateValue?

    private enum Operand {
        case literal(Result)
        case variable([String])
    }

    private let operand: Operand
    private let filters: [(filter: TemplateFilter, argument: Operand?)]

    init(_ text: String) throws(TemplateError) {
        var rest = text.unicodeScalars[...]
        guard let operand = try Self.operand(&rest) else { throw Self.remainder(rest, text) }
        self.operand = operand
        var filters: [(filter: TemplateFilter, argument: Operand?)] = []
        while true {
            let next = rest.drop { $0.properties.isWhitespace }
            guard next.first == "|" else { break }
            rest = next.dropFirst().drop { $0.properties.isWhitespace }
            let name = String(rest.prefix(while: Self.isWord))
            rest = rest.dropFirst(name.unicodeScalars.count)
            guard let filter = TemplateFilter(rawValue: name) else {
                let known = TemplateFilter.allCases.map(\.rawValue).joined(separator: ", ")
                throw TemplateError("there is no filter \"\(name)\": use one of \(known)")
            }
            var argument: Operand?
            if rest.first == ":" {
                rest.removeFirst()
                guard let found = try Self.operand(&rest) else { throw Self.remainder(rest, text) }
                argument = found
            }
            guard filter.takesArgument == (argument != nil) else {
                throw TemplateError(
                    "the filter \"\(name)\" \(filter.takesArgument ? "needs an argument" : "takes no argument")"
                )
            }
            filters.append((filter, argument))
        }
        guard rest.isEmpty else { throw Self.remainder(rest, text) }
        self.filters = filters
    }

    /// The name of the variable, such as `post.photo`; nil for a literal.
    var variable: String? { if case .variable(let names) = operand { names.joined(separator: ".") } else { nil } }

    /// - Returns: nil if the variable does not exist and the expression has no filter.
    func evaluate(_ lookup: (String) -> TemplateValue?) throws(TemplateError) -> Result? {
        try evaluate(resolving: { names throws(TemplateError) in
            var value = names.first.flatMap(lookup)
            for name in names.dropFirst() { value = value?.member(name) }
            return value
        })
    }

    /// - Parameter missing: the value that the first filter gets if the variable does not exist.
    /// - Returns: nil if the variable does not exist and the expression has no filter.
    func evaluate(
        missing: TemplateValue = .string(""),
        resolving resolve: Resolve
    ) throws(TemplateError) -> Result? {
        var result = try Self.value(operand, resolve)
        for (filter, argument) in filters {
            var value: Result?
            if let argument { value = try Self.value(argument, resolve) }
            result = try filter.apply(
                to: result ?? Result(value: missing),
                value ?? Result(value: .string(""))
            )
        }
        return result
    }

    private static func value(_ operand: Operand, _ resolve: Resolve) throws(TemplateError) -> Result? {
        switch operand {
        case .literal(let result): result
        case .variable(let names): try resolve(names).map { Result(value: $0) }
        }
    }

    // MARK: - Reading

    private static func operand(_ rest: inout String.UnicodeScalarView.SubSequence) throws(TemplateError) -> Operand? {
        if let quote = rest.first, quote == "'" || quote == "\"" {
            guard let end = endOfQuote(rest) else { return nil }
            let inner = rest[rest.index(after: rest.startIndex)..<rest.index(before: end)]
            rest = rest[end...]
            return .literal(Result(value: .string(unescaped(inner, quote: quote)), isSafe: true))
        }
        let word = rest.prefix { isWord($0) || $0 == "." || $0 == "-" || $0 == "+" }
        if let first = word.first, first == "-" || first == "+" || first == "." || ("0"..."9").contains(first) {
            guard let number = number(String(word)) else { return nil }
            rest = rest[word.endIndex...]
            return .literal(Result(value: number))
        }
        let name = rest.prefix { isWord($0) || $0 == "." }
        guard !name.isEmpty else { return nil }
        rest = rest[name.endIndex...]
        switch String(name) {
        case "True": return .literal(Result(value: .bool(true)))
        case "False": return .literal(Result(value: .bool(false)))
        case "None": return .literal(Result(value: .none))
        case let text:
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            if let hidden = parts.first(where: { $0.hasPrefix("_") }) {
                throw TemplateError("a variable must not start with an underscore: rename \"\(hidden)\"")
            }
            guard !parts.contains("") else {
                throw TemplateError("\"\(text)\" is not a variable: write names with one period between them")
            }
            return .variable(parts)
        }
    }

    private static func number(_ text: String) -> TemplateValue? {
        if let integer = Int(text) { return .integer(integer) }
        // `Double` also reads hexadecimal numbers, `inf`, and `nan`, which are not numbers in Django.
        guard text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }), !text.hasSuffix("."),
            let number = Double(text)
        else { return nil }
        return .number(number)
    }

    private static func unescaped(_ text: String.UnicodeScalarView.SubSequence, quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        var rest = text
        while let scalar = rest.popFirst() {
            if scalar == "\\", let next = rest.first, next == "\\" || next == quote {
                result.append(next)
                rest.removeFirst()
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private static func remainder(_ rest: String.UnicodeScalarView.SubSequence, _ text: String) -> TemplateError {
        TemplateError(
            "could not parse the remainder \"\(String(rest))\" of \"\(text)\": write a text in quotes, a number, or a "
                + "variable, and filters after |"
        )
    }
}
