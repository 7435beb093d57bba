import ImageSpecs
import JSON

extension ReferencePart {
    /// The schema that accepts every processor, the schema of each processor, and the schemas that these refer to for
    /// commands, colours, and anchors.
    static let processorSchemas: [ReferencePart] =
        [ReferencePart(file: schema, name: "processor", .definition(anyProcessor))]
        + ProcessorDefinition.all.map { ReferencePart(file: schema, name: $0.schemaName, .definition($0.callSchema)) }
        + [
            ReferencePart(file: schema, name: "command", .definition(command)),
            ReferencePart(file: schema, name: "color", .definition(color)),
            ReferencePart(file: schema, name: "anchor", .definition(anchor)),
            ReferencePart(file: schema, name: "cropAnchor", .definition(cropAnchor)),
            ReferencePart(file: schema, name: "smartAnchor", .definition(smartAnchor)),
        ]

    private static let anyProcessor: JSONText = [
        "description": "\"Name\", {\"Name\": {argument: value}} or {\"Name\": [values in order]}.",
        "anyOf": [
            [
                "description": "A processor with its default arguments.",
                "enum": .array(ProcessorDefinition.all.filter(\.needsNoArguments).map { .string($0.name) }),
            ],
            ["description": "A registered processor.", "type": "string", "pattern": ":"],
            [
                "description": "A processor with arguments that are fields of the source.",
                "type": "object", "minProperties": 1, "maxProperties": 1,
                "propertyNames": ["enum": .array(ProcessorDefinition.all.map { .string($0.name) })],
                "additionalProperties": ["$ref": "#/$defs/changingArguments"],
            ],
            [
                "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
                "properties": .object(
                    ProcessorDefinition.all.map {
                        JSONText.Member(key: $0.name, value: ["$ref": .string("#/$defs/\($0.schemaName)")])
                    }
                ),
            ],
        ],
    ]

    private static let command: JSONText = [
        "description": "A program and its arguments.",
        "type": "array", "minItems": 1,
        "prefixItems": [["type": "string", "minLength": 1]], "items": ["type": "string"],
    ]

    private static let color: JSONText = [
        "anyOf": [
            ["enum": .array(Color.cssNames.map(JSONText.string))],
            ["type": "string", "pattern": "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$"],
            ["type": "string", "pattern": "^[A-Za-z]{3,4}\\([ 0-9.,%+-]+\\)$"],
            [
                "description": "A CSS name with capital letters.", "type": "string",
                "pattern": "^[A-Za-z]*[A-Z][A-Za-z]*$",
            ],
            [
                "type": "array", "items": ["type": "integer", "minimum": 0, "maximum": 255], "minItems": 3,
                "maxItems": 4,
            ],
        ]
    ]

    private static let anchor: JSONText = [
        "anyOf": [
            ["enum": .array(Anchor.named.map { .string($0.name) })],
            ValueSchema.array(of: Parameter.Kind.offset.numberSchema, count: 2)
                .described("Fractions: [0, 0] is top left, [0.5, 0.5] the centre, [1, 1] bottom right."),
        ]
    ]

    private static let cropAnchor: JSONText = [
        "anyOf": [["enum": ["attention", "focus"]], ["$ref": "#/$defs/anchor"], ["$ref": "#/$defs/focalPoint"]]
    ]

    private static let smartAnchor: JSONText = ["anyOf": [["const": "auto"], ["$ref": "#/$defs/cropAnchor"]]]
}

extension Parameter.Kind {
    /// The schema of numbers from `-maxLength` to `maxLength`. The numbers can have a fraction.
    fileprivate var numberSchema: ValueSchema {
        .number("number", -Double(Self.maxLength)...Double(Self.maxLength))
    }
}

extension ProcessorDefinition {
    fileprivate var schemaName: String { "processor.\(name)" }

    fileprivate var needsNoArguments: Bool { (try? Processor(name: name, arguments: .named([:]))) != nil }

    /// The schema of the arguments of a call, by name or in order.
    fileprivate var callSchema: JSONText {
        let description = JSONText.string(plainSummary)
        if form == .variadic {
            return [
                "description": description,
                "anyOf": [
                    ["type": "array", "items": parameters[0].schema],
                    ["description": "No arguments.", "type": "object", "additionalProperties": false],
                ],
            ]
        }
        let inOrder = form == .arrayIsFirst ? parameters[0].schema : positionalSchema
        return ["description": description, "anyOf": [namedSchema, inOrder]]
    }

    private var namedSchema: JSONText {
        let required = parameters.filter(\.isRequired).map { JSONText.string($0.name) }
        return .object(omittingNil: [
            "description": .string(plainSummary),
            "type": "object",
            "properties": .object(parameters.map { JSONText.Member(key: $0.name, value: $0.schema) }),
            "additionalProperties": false,
            "required": required.isEmpty ? nil : .array(required),
            "not": conflicts.isEmpty ? nil : ["anyOf": .array(conflicts.map(\.schema))],
        ])
    }

    private var positionalSchema: JSONText {
        let required = parameters.prefix(while: \.isRequired).count
        let names = parameters.map(\.name).joined(separator: ", ")
        return .object(omittingNil: [
            "description": .string("\(plainSummary) The arguments are in this order: \(names)."),
            "type": "array",
            "prefixItems": .array(parameters.map(\.schema)),
            "items": false,
            "minItems": required == 0 ? nil : .integer(required),
        ])
    }
}

extension ArgumentConflict {
    fileprivate var schema: JSONText {
        let given: JSONText = ["not": ["type": "null"]]
        return [
            "required": [.string(argument), .string(other)],
            "properties": .object([
                JSONText.Member(key: argument, value: given),
                JSONText.Member(key: other, value: value.map { ["const": JSONText($0)] } ?? given),
            ]),
        ]
    }
}
