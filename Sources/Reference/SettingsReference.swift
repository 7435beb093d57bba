import JSON
import Registry

extension ReferencePart {
    static let settingsParts = [
        ReferencePart(file: schema, name: "settings", .definition(settingsSchema)),
        ReferencePart(file: "Docs/registry.md", name: "settings", .markdown(generalTable.text)),
        ReferencePart(file: "Docs/registry.md", name: "limits", .markdown(limitTable.text)),
    ]

    private static let settingsSchema: JSONText = [
        "type": "object",
        "additionalProperties": false,
        "properties": .object(Setting.all.map { JSONText.Member(key: $0.name, value: $0.definition) }),
    ]

    private static let generalTable = MarkdownTable(
        ["setting", "default", "meaning"],
        Setting.all.filter { $0.group == .general }.map { setting in
            [setting.name.asCode, setting.defaultInMarkdown, setting.documentation]
        }
    )

    private static let limitTable = MarkdownTable(
        ["setting", "option", "default", "meaning"],
        Setting.all.filter { $0.group == .limits }.map { setting in
            let option = setting.option.map { "--\($0)".asCode } ?? ""
            return [setting.name.asCode, option, setting.defaultInMarkdown, setting.documentation]
        }
    )
}

extension Setting {
    fileprivate var defaultInMarkdown: String { defaultValue == nil ? defaultText : defaultText.asCode }

    /// The schema of the setting in `settings`. The schema accepts null, because null counts as absent.
    fileprivate var definition: JSONText {
        var description = JSONText.object([JSONText.Member(key: "description", value: .string(plainSummary))])
        if let defaultValue { description = description.setting("default", to: JSONText(defaultValue)) }
        return description.adding(schema.orNull.members)
    }
}

extension JSONText {
    /// The same schema, except that it also accepts null.
    fileprivate var orNull: JSONText {
        switch (self["type"], self["enum"], self["anyOf"]) {
        case (let type?, _, _): setting("type", to: [type, "null"])
        case (_, .array(let values)?, _): setting("enum", to: .array(values + [.null]))
        case (_, _, .array(let schemas)?): setting("anyOf", to: .array(schemas + [["type": "null"]]))
        default: ["anyOf": [self, ["type": "null"]]]
        }
    }
}

extension String {
    fileprivate var asCode: String { "`\(self)`" }
}
