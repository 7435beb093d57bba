import JSON

/// An argument of a command.
struct ArgumentDeclaration: Sendable {
    enum Kind: String {
        case positional, option, flag
    }

    let kind: Kind
    let abstract: String
    /// The name of the value, such as `path`.
    let valueName: String
    /// The names with their dashes. Short names come first.
    let names: [String]
    /// All possible values. The array is empty if the declaration lists no values.
    let values: [String]
    /// The default of an option, such as `auto`; nil if the declaration has no default.
    let defaultValue: String?
    let isOptional: Bool
    let isRepeating: Bool

    init(_ json: JSONText) {
        kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)) ?? .flag
        abstract = json["abstract"]?.string ?? ""
        valueName = json["valueName"]?.string ?? ""
        values = (json["allValues"]?.elements ?? []).compactMap(\.string)
        defaultValue = json["defaultValue"]?.string
        isOptional = json["isOptional"] == true
        isRepeating = json["isRepeating"] == true
        let all = (json["names"]?.elements ?? []).compactMap { name -> String? in
            name["name"]?.string.map { name["kind"]?.string == "short" ? "-\($0)" : "--\($0)" }
        }
        names = all.filter { !$0.hasPrefix("--") } + all.filter { $0.hasPrefix("--") }
    }

    /// The first sentence of the help, for lists of completions.
    var summary: String {
        let sentence = abstract.firstRange(of: ". ").map { abstract[..<$0.lowerBound] } ?? abstract[...]
        return String(sentence.last == "." ? sentence.dropLast() : sentence)
    }
}
