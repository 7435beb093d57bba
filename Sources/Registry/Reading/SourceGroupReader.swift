import Files
import FileSearch
import ImageSpecs

/// Reads a source group: `{"glob": […], "exclude": […]}`, `{"s3": "s3://bucket/photos", "glob": […]}`,
/// `{"files": […]}`, `{"list": "names.txt"}`, the `query` of a database, or the `command` of a program.
struct SourceGroupReader {
    /// The absolute path of the folder of the registry that contains the group.
    let folder: String
    let environment: [String: String]

    private static let kinds = ["glob", "files", "list", "sqlite", "postgresql", "command", "s3"]

    func group(named name: String, _ node: RegistryNode) -> SourceGroup? {
        let known = Self.kinds + ["exclude", "case_sensitive", "query", "follow_outside"]
        let requirement = "a source group: an object with \(Self.kinds.joined(separator: ", "))"
        guard let members = node.members(known: known, requirement) else { return nil }
        // With `s3`, a glob is not a kind of its own, because it selects objects of the bucket.
        let kinds = Self.kinds.filter { members[$0] != nil && !($0 == "glob" && members["s3"] != nil) }
        guard kinds.count == 1 else {
            node.problem(
                kinds.isEmpty
                    ? "a source group needs one of \(Self.kinds.joined(separator: ", "))"
                    : "a source group is one of \(kinds.joined(separator: ", ")), not several: make one group of each"
            )
            return nil
        }
        if let exclude = members["exclude"], members["glob"] == nil {
            exclude.problem("exclude can only be used with glob: remove the names from the \(kinds[0]) instead")
        }
        if let node = members["case_sensitive"], members["glob"] == nil {
            node.problem("case_sensitive can only be used with glob: remove it")
        }
        if let query = members["query"], members["sqlite"] ?? members["postgresql"] == nil {
            query.problem("query can only be used with sqlite or postgresql")
        }
        let followsOutside = members["follow_outside"]?.bool() ?? false
        if followsOutside, members["s3"] != nil {
            members["follow_outside"]?.problem("follow_outside cannot be used with s3, which has no links: remove it")
        }
        return read(members, node).map { SourceGroup(name: name, members: $0, followsOutside: followsOutside) }
    }

    private func read(_ members: [String: RegistryNode], _ group: RegistryNode) -> SourceGroup.Members? {
        if let node = members["s3"] { return bucket(node, members, group) }
        if let node = members["glob"] {
            let ignoresCase = !(members["case_sensitive"]?.bool() ?? false)
            let include = globs(node, ignoresCase)
            let exclude = members["exclude"].map { globs($0, ignoresCase) } ?? []
            guard !include.isEmpty else { return nil }
            return .glob(include: include, exclude: exclude)
        }
        if let node = members["files"] {
            guard let names = node.elements("an array of names") else { return nil }
            if names.isEmpty { node.problem("a source group needs at least one file") }
            return .files(inByteOrder(names.compactMap(sourceName)))
        }
        if let node = members["sqlite"] {
            guard let path = node.string("the path of an SQLite database"), let query = query(members, group) else {
                return nil
            }
            return .sqlite(path: absolute(path), query: query)
        }
        if let node = members["postgresql"] {
            guard let variable = variable(node), let query = query(members, group) else { return nil }
            return .postgresql(variable: variable, address: environment[variable], query: query)
        }
        if let node = members["command"] {
            let words = node.elements("an array of a program and its arguments")?.compactMap { $0.string() } ?? []
            if words.first?.isEmpty != false {
                node.problem("a command needs a program: [\"./sources.py\", \"argument\"]")
            }
            return .command(words, folder: folder)
        }
        guard let path = members["list"]?.string("the path of a file of names, or \"-\"") else { return nil }
        return .list(path: path == "-" ? nil : absolute(path))
    }

    private func bucket(
        _ node: RegistryNode,
        _ members: [String: RegistryNode],
        _ group: RegistryNode
    ) -> SourceGroup.Members? {
        let requirement = "the address of a bucket, such as \"s3://bucket/photos/\""
        guard let address = node.string(requirement) else { return nil }
        guard let bucket = BucketStorage(address: address) else {
            node.problem("\"\(address)\" is not \(requirement)")
            return nil
        }
        guard let glob = members["glob"] else {
            group.problem("s3 needs a glob: [\"**/*.{jpg,jpeg,png}\"]")
            return nil
        }
        let ignoresCase = !(members["case_sensitive"]?.bool() ?? false)
        let include = globs(glob, ignoresCase)
        let exclude = members["exclude"].map { globs($0, ignoresCase) } ?? []
        return include.isEmpty ? nil : .bucket(bucket, include: include, exclude: exclude)
    }

    private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }

    private func query(_ members: [String: RegistryNode], _ group: RegistryNode) -> String? {
        guard let node = members["query"] else {
            group.problem("a database needs a query: \"SELECT avatar AS source FROM …\"")
            return nil
        }
        let query = node.string("a query: \"SELECT avatar AS source FROM …\"")
        if query?.isEmpty == true { node.problem("the query is empty: \"SELECT avatar AS source FROM …\"") }
        return query
    }

    /// Reads the name of the variable that contains the address of a database. A registry contains this name instead of
    /// the address, because the address can contain a password.
    private func variable(_ node: RegistryNode) -> String? {
        let requirement = "\"env:NAME\", an environment variable with the database's address"
        guard let text = node.string(requirement) else { return nil }
        guard text.hasPrefix("env:"), text.utf8.count > 4 else {
            node.problem("use \(requirement), such as \"env:DATABASE_URL\"")
            return nil
        }
        return String(text.dropFirst(4))
    }

    private func globs(_ node: RegistryNode, _ ignoresCase: Bool) -> [Glob] {
        guard let patterns = node.strings("a pattern or an array of patterns") else { return [] }
        if patterns.isEmpty { node.problem("a source group needs at least one pattern") }
        return patterns.compactMap { pattern in
            do {
                return try Glob(pattern.string() ?? "", ignoresCase: ignoresCase)
            } catch {
                pattern.problem("\(error)")
                return nil
            }
        }
    }

    private func sourceName(_ node: RegistryNode) -> String? {
        guard let name = node.string("the name of a source") else { return nil }
        if let mistake = SourceNameProblem(name) {
            node.problem("\"\(name)\" \(mistake.description)")
            return nil
        }
        return name
    }
}
