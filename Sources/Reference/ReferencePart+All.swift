extension ReferencePart {
    static let schema = "specs.schema.json"

    /// Every generated part. A new table adds its parts here.
    static let all: [ReferencePart] =
        formatSchemas + processorSchemas + settingsParts + formatTables + processorTables + faultTables
}
