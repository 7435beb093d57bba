import ImageSpecs

/// Reads a source group: `{"glob": […], "exclude": […]}`, `{"files": […]}` or `{"list": "names.txt"}`.
struct SourceGroupReader {
    /// The folder of the registry that holds the group, an absolute path.
    let folder: String

    func group(named name: String, _ node: RegistryNode) -> SourceGroup? {
        let known = ["glob", "exclude", "files", "list"]
        guard let members = node.members(known: known, "a source group: an object with glob, files or list") else {
            return nil
        }
        let kinds = ["glob", "files", "list"].filter { members[$0] != nil }
        guard kinds.count == 1 else {
            node.problem(
                kinds.isEmpty
                    ? "a source group needs \"glob\", \"files\" or \"list\""
                    : "a source group is one of \(kinds.joined(separator: ", ")), not several: make one group of each"
            )
            return nil
        }
        if let exclude = members["exclude"], members["glob"] == nil {
            exclude.problem("exclude goes with glob: leave the names out of the \(kinds[0]) instead")
        }
        return read(members).map { SourceGroup(name: name, members: $0) }
    }

    private func read(_ members: [String: RegistryNode]) -> SourceGroup.Members? {
        if let node = members["glob"] {
            let include = globs(node)
            let exclude = members["exclude"].map(globs) ?? []
            guard !include.isEmpty else { return nil }
            return .glob(include: include, exclude: exclude)
        }
        if let node = members["files"] {
            guard let names = node.elements("an array of names")?.compactMap(sourceName) else { return nil }
            if names.isEmpty { node.problem("a source group needs at least one file") }
            return .files(inByteOrder(names))
        }
        guard let path = members["list"]?.string("the path of a file of names, or \"-\"") else { return nil }
        return .list(path: path == "-" ? nil : path.hasPrefix("/") ? path : folder + "/" + path)
    }

    private func globs(_ node: RegistryNode) -> [Glob] {
        guard let patterns = node.strings("a pattern or an array of patterns") else { return [] }
        if patterns.isEmpty { node.problem("a source group needs at least one pattern") }
        return patterns.compactMap { pattern in
            do {
                return try Glob(pattern.string() ?? "")
            } catch {
                pattern.problem("\(error)")
                return nil
            }
        }
    }

    private func sourceName(_ node: RegistryNode) -> String? {
        guard let name = node.string("the name of a source") else { return nil }
        if let mistake = SourceNameMistake(name) {
            node.problem("\"\(name)\" \(mistake.description)")
            return nil
        }
        return name
    }
}
