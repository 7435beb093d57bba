extension ReferencePart {
    static let schema = "specs.schema.json"

    /// Every generated part. Add the parts of a new table here.
    static let all: [ReferencePart] =
        formatSchemas + processorSchemas + settingsParts + storageParts + djangoCacheParts + formatTables
        + processorTables + faultTables
        + failureTables
}
