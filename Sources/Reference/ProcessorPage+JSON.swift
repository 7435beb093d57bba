import ImageSpecs
import JSON
import Registry

extension ProcessorPage {
    /// The output of `imagekit processors --json`.
    package var json: JSONText {
        .object(omittingNil: [
            "name": .string(definition.name),
            "summary": .string(definition.plainSummary),
            "result_size": definition.resultSize.map(JSONText.string),
            "is_pilkit": .bool(definition.chapter != .own),
            "takes_any_number": .bool(definition.form == .variadic),
            "arguments": .array(definition.parameters.map(\.json)),
            "example": .string(definition.example.calls),
        ])
    }
}

extension Parameter {
    fileprivate var json: JSONText {
        .object(omittingNil: [
            "name": .string(name), "is_required": .bool(isRequired), "default": fallback.map { JSONText($0) },
            "takes": .string(kind.requirement), "summary": .string(summary.withoutMarkdown), "schema": kind.schema.json,
        ])
    }
}
