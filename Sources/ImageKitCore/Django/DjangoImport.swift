import ImageSpecs

/// Brings a registry up to date with a Django project: what the site would make, under the names that it computes.
public struct DjangoImport {
    public struct Report: Sendable {
        /// Ids that the registry has from the project now.
        public var generators: [String] = []
        public var sourceGroups = 0
        public var leftOut: [LeftOut] = []
        public var notes: [String] = []
        /// Whether the file is another than before.
        public var hasChanged = false
    }

    private let project: DjangoProject
    /// The registry to be, as it was named.
    private let path: String

    public init(_ project: DjangoProject, into path: String) {
        self.project = project
        self.path = path
    }

    /// - Throws: `InvalidRegistry` where the file that is there cannot be read, `DjangoProjectError`, `FileError`. Nothing is
    ///   written then.
    public func run() throws -> Report {
        let former = try existing()
        let reading = try project.read(for: folder(ofFile: path))
        var report = Report(leftOut: reading.leftOut, notes: reading.notes)
        var update = RegistryUpdate(reading)
        let check = DjangoNameCheck(settings: reading.settings)
        for generator in reading.generators {
            if let reason = check.difference(of: generator) {
                report.leftOut.append(LeftOut(name: generator.id, reason: reason))
            } else {
                update.generators.append((generator.id, JSONText(generator.entry)))
            }
        }
        report.leftOut.sort { precedesInBytes($0.name, $1.name) }
        report.generators = update.generators.map(\.id)
        report.sourceGroups = update.sourceGroups.members.count
        let leftOutAndKept = report.leftOut.filter { former["generators"]?[$0.name] != nil }
        report.notes += leftOutAndKept.map { "\($0.name) stays in \(path) as it was" }
        let strangers = update.strangers(in: former).filter { id in !leftOutAndKept.contains { $0.name == id } }
        report.notes += strangers.map { id in
            "\(id) is not of the project any more: remove it from \(path), unless it is your own"
        }
        let updated = update.applied(to: former)
        report.hasChanged = updated != former
        if report.hasChanged { try writeAtomically(updated.laidOut, to: path) }
        return report
    }

    private func existing() throws -> JSONText {
        let bytes: [UInt8]
        do {
            bytes = try readFile(path)
        } catch  where error.isAbsence {
            return .object([])
        }
        do throws(JSONSyntaxError) {
            let node = try parseJSON(bytes)
            guard case .object = node.value else {
                throw JSONSyntaxError(kind: .expectedValue(found: node.value.inWords), position: node.position)
            }
            return JSONText(node)
        } catch {
            let problem = RegistryProblem(file: path, position: error.position, path: "", message: error.message)
            throw InvalidRegistry(problems: [problem])
        }
    }
}
