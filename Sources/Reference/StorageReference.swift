import JSON
import Registry

extension ReferencePart {
    static let storageParts = [
        ReferencePart(file: schema, name: "storage", .definition(storageSchema)),
        ReferencePart(file: "Docs/storage.md", name: "storages", .markdown(storageTable.text)),
    ]

    private static let storageSchema: JSONText = [
        "description": "The options of a bucket.",
        "type": "object", "additionalProperties": false,
        "properties": .object(
            StorageOption.all.map { option in
                JSONText.Member(
                    key: option.name,
                    value: ValueSchema(json: option.schema).orNull.described(option.summary)
                )
            }
        ),
    ]

    private static let storageTable = MarkdownTable(
        ["option", "default", "meaning"],
        StorageOption.all.map { ["`\($0.name)`", $0.fallback, $0.summary] }
    )
}
