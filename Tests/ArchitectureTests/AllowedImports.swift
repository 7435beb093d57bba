import TestSupport

/// The table of Docs/architecture.md that lists which targets a target may import.
struct AllowedImports {
    /// The targets that every target may import.
    static let ofAll: Set<String> = ["WorkerProtocol", "ImageSpecs"]

    let targets: [String: Set<String>]

    static func read() throws -> AllowedImports {
        AllowedImports(try Repository.text("Docs/architecture.md"))
    }

    init(_ page: String) {
        let table = page.components(after: "| target | may import |\n", upTo: "\n\n")
        var targets: [String: Set<String>] = [:]
        for line in table.split(separator: "\n").dropFirst() {
            let names = line.matches(of: /`([^`]+)`/).map { String($0.1) }
            if let target = names.first { targets[target] = Set(names.dropFirst()) }
        }
        self.targets = targets
    }

    /// Returns the targets among `imported` that a target must not import.
    func violations(of target: String, importing imported: Set<String>) -> Set<String> {
        imported.subtracting(targets[target] ?? []).subtracting(Self.ofAll)
    }
}

extension String {
    fileprivate func components(after start: String, upTo end: String) -> Substring {
        guard let start = firstRange(of: start) else { return "" }
        let rest = self[start.upperBound...]
        return rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)]
    }
}
