import ImageSpecs
import JSON

extension ReferencePart {
    private static let page = "Docs/processors.md"

    /// The default of the only variadic processor, `Transpose`.
    fileprivate static let variadicDefault = "`[\"auto\"]`"

    /// The tables of Docs/processors.md, and the registry that makes the pictures of this page.
    static let processorTables: [ReferencePart] =
        ProcessorChapter.allCases.map { chapter in
            ReferencePart(file: page, name: "processors-\(chapter.rawValue)", .markdown(table(of: chapter)))
        } + [
            ReferencePart(file: page, name: "processor-arguments", .markdown(argumentTable)),
            ReferencePart(file: page, name: "processor-pictures", .markdown(pictureTable)),
            ReferencePart(file: "Docs/images/specs.json", name: "generators", .member(pictureGenerators)),
        ]

    private static func table(of chapter: ProcessorChapter) -> String {
        let definitions = ProcessorDefinition.all.filter { $0.chapter == chapter }
        let hasSizes = definitions.contains { $0.resultSize != nil }
        let rows = definitions.map { definition in
            ["`\(definition.name)`", definition.argumentList, definition.summary]
                + (hasSizes ? [definition.resultSize ?? "w × h"] : [])
        }
        return MarkdownTable(["processor", "arguments", "does"] + (hasSizes ? ["size of the result"] : []), rows).text
    }

    private static var argumentTable: String {
        let rows = ProcessorDefinition.all.flatMap { definition in
            definition.parameters.enumerated().map { index, parameter in
                [index == 0 ? "`\(definition.name)`" : ""]
                    + row(of: parameter, isVariadic: definition.form == .variadic)
            }
        }
        return MarkdownTable(["processor", "argument", "value", "default", ""], rows).text
    }

    private static func row(of parameter: Parameter, isVariadic: Bool) -> [String] {
        let requirement = parameter.kind.requirement
        let value = isVariadic ? "any number of values, each \(requirement)" : requirement
        let fallback = parameter.isRequired ? "required" : parameter.fallbackText
        return ["`\(parameter.name)`", value, isVariadic ? variadicDefault : fallback, parameter.summary]
    }

    private static var pictureTable: String {
        let rows = ProcessorDefinition.all.map { definition in
            let file = "images/processors/\(definition.name)\(definition.example.format.extensions[0])"
            return ["`\(definition.name)`", "`\(definition.example.calls)`", "![\(definition.name)](\(file))"]
        }
        return MarkdownTable(["processor", "call", "picture"], rows).text
    }

    /// The generators for the pictures of the documentation: one for each processor, and `docs:stamp` for the overlay
    /// in the picture of `ImageOverlay`.
    private static var pictureGenerators: JSONText {
        let stamp = JSONText.Member(
            key: "docs:stamp",
            value: ["source": "stamp", "processors": [["Thumbnail": [64, 64]]], "format": "PNG"]
        )
        return .object(
            [stamp]
                + ProcessorDefinition.all.map { definition in
                    JSONText.Member(key: "docs:processor:\(definition.name)", value: definition.example.generator)
                }
        )
    }
}

extension ProcessorExample {
    fileprivate var generator: JSONText {
        let small = source == .smallPhoto ? "\"docs:photo\", " : ""
        guard let processors = try? JSONText(parsing: "[\(small)\(calls)]") else {
            preconditionFailure("not JSON: \(calls)")
        }
        return [
            "source": source == .avatar ? "avatar" : "photo", "processors": processors,
            "format": .string(format.rawValue),
        ]
    }
}

extension ProcessorDefinition {
    /// The arguments in order with their defaults. Required arguments are bold.
    fileprivate var argumentList: String {
        if form == .variadic { return "\(parameters[0].name) = \(ReferencePart.variadicDefault)" }
        return parameters.map { $0.isRequired ? "**\($0.name)**" : "\($0.name) = \($0.fallbackText)" }
            .joined(separator: ", ")
    }
}

extension Parameter {
    /// The default as text. If there is no default, or if the default is null, the text is "—".
    fileprivate var fallbackText: String {
        switch fallback {
        case nil, Value.none?: "—"
        case let value?: "`\(value)`"
        }
    }
}
