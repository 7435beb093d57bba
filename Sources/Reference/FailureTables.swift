import WorkerProtocol

extension ReferencePart {
    static let failureTables = [
        ReferencePart(file: "Docs/operations.md", name: "error-codes", .markdown(failureTable))
    ]

    private static var failureTable: String {
        let rows = Outcome.Code.allCases.map { code in
            ["`\(code.rawValue)`", code.facts.meaning, code.facts.recurrence.rawValue]
        }
        return MarkdownTable(["code", "meaning", "tried again"], rows).text
    }
}
