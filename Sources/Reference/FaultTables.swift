import ImageSpecs

extension ReferencePart {
    static let faultTables = [
        ReferencePart(file: "Docs/operations.md", name: "fixed-faults", .markdown(faultTable))
    ]

    private static var faultTable: String {
        let rows = FixedFault.all.map { fault in
            let sources = fault.formats.map(\.rawValue).joined(separator: ", ")
            let outputs = fault.outputs.map { ", as " + $0.map(\.rawValue).joined(separator: ", ") } ?? ""
            return [fault.fixedIn, sources + (fault.trait.map { ": \($0.summary)" } ?? "") + outputs, fault.summary]
        }
        return MarkdownTable(["fixed in", "sources", "fault of their images"], rows).text
    }
}
