import Files
import ImageSpecs
import JSON
import Registry

/// Updates a registry from a Django project, so that imagekit makes the site's images under the site's names.
package struct DjangoImport {
    /// The result of an import.
    package struct Report: Sendable {
        /// The ids of the imported generators.
        package let generators: [String]
        package let sourceGroups: Int
        package let leftOut: [LeftOut]
        /// The names of everything that the previous import left out.
        package let leftOutBefore: Set<String>
        /// Messages for the user. For example, a message names a variable that must be set.
        package let notes: [String]
        /// Whether the import changed the registry.
        package let hasChanged: Bool
    }

    private let project: DjangoProject
    /// The path of the registry to write, as the user gave it.
    private let path: String

    package init(_ project: DjangoProject, into path: String) {
        self.project = project
        self.path = path
    }

    /// Reads the project, and writes the registry if its content changes.
    /// - Throws: `RegistryError` if the existing registry is not a JSON object; `DjangoProjectError` if the project
    ///   cannot be read; `FileError` if the registry cannot be read or written.
    package func run() throws -> Report {
        let former = try existing()
        let formerGroups = RegistryUpdate.importedGroups(in: former)
        let reading = try project.read(for: folder(ofFile: path), formerGroups: formerGroups)
        let (generators, misnamed) = checked(reading)
        let wantedGroups = Set(generators.flatMap(\.sourceGroups) + formerGroups)
        let update = RegistryUpdate(
            settings: reading.settings,
            storages: reading.storages,
            sourceGroups: reading.sourceGroups.members.filter { wantedGroups.contains($0.key) },
            goneGroups: reading.goneGroups,
            generators: generators.map { ($0.id, JSONText($0.entry)) },
            unsaid: Set(reading.leftOut.map(\.name)),
            leftOut: (reading.leftOut + misnamed).map(\.name).sorted(by: precedesInBytes)
        )
        let leftOut = (reading.leftOut + misnamed).sorted { precedesInBytes($0.name, $1.name) }
        let updated = update.applied(to: former)
        if updated != former { try writeAtomically(updated.laidOut, to: path) }
        return Report(
            generators: generators.map(\.id),
            sourceGroups: update.sourceGroups.count,
            leftOut: leftOut,
            leftOutBefore: RegistryUpdate.leftOut(in: former),
            notes: notes(of: update, leftOut, reading.addresses, former: former),
            hasChanged: updated != former
        )
    }

    /// Returns the generators whose cache files have the same names as on the site, and separately all other
    /// generators.
    private func checked(_ reading: DjangoReading) -> (generators: [DjangoReading.Generator], misnamed: [LeftOut]) {
        let check = DjangoNameCheck(settings: reading.settings)
        var generators: [DjangoReading.Generator] = []
        var misnamed: [LeftOut] = []
        for generator in reading.generators {
            if let reason = check.difference(of: generator) {
                misnamed.append(LeftOut(name: generator.id, reason: reason))
            } else {
                generators.append(generator)
            }
        }
        return (generators, misnamed)
    }

    private func notes(
        of update: RegistryUpdate,
        _ leftOut: [LeftOut],
        _ addresses: [(variable: String, address: String)],
        former: JSONText
    ) -> [String] {
        var notes: [String] = []
        if update.generators.isEmpty && leftOut.isEmpty {
            notes.append("the project registers no image generators")
        }
        if update.asksTheSite {
            notes.append("some sources come from the site's own Python, so the settings have \"allow_exec\": true")
        }
        let databases = Set(update.sourceGroups.compactMap { try? $0.value.object()["postgresql"]?.text() })
        let cache = update.addressOfCache
        for (variable, address) in addresses where databases.contains("env:" + variable) || cache == "env:" + variable {
            let server = databases.contains("env:" + variable) ? "database" : "cache"
            notes.append("set \(variable) to the \(server)'s address, such as \(address)")
        }
        let kept = Set(leftOut.map(\.name)).filter { former["generators"]?[$0] != nil }
        notes += kept.sorted(by: precedesInBytes).map { "\($0) in \(path) is unchanged" }
        notes += update.strangers(in: former).filter { !kept.contains($0) }.map { id in
            "\(id) is no longer in the project: remove it from \(path), unless it is your own"
        }
        notes += update.goneGroups.sorted(by: precedesInBytes).map { group in
            "the source group \(group) is removed: the project no longer has this field"
        }
        notes += update.sourceless(in: former).map { "\($0) no longer has a source, so generateimages skips it" }
        return notes
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
            throw RegistryError(problems: [problem])
        }
    }
}
