/// Puts what was read from a project into a registry. Of a generator or the settings it owns the keys that Django has, and
/// it owns the source groups that are called as fields of models are; all else stays as it is.
struct RegistryUpdate {
    let settings: JSONObject
    /// In the order of their names.
    let sourceGroups: [JSONObject.Member]
    let generators: [(id: String, entry: JSONText)]
    /// Settings, and keys of generators as `ID.KEY`, that the project has and a registry cannot say: what somebody wrote in
    /// their place stays.
    let unsaid: Set<String>

    private static let ownedKeys = [
        "source", "processors", "format", "options", "autoconvert", "cachefile_strategy", "cachefile_namer",
    ]

    func applied(to registry: JSONText) -> JSONText {
        let gone = Set(goneGroups(in: registry))
        var settings = registry["settings"] ?? .object([])
        for member in self.settings.members where !unsaid.contains(member.key) {
            settings = settings.setting(member.key, to: member.value.value == .null ? nil : JSONText(member.value))
        }
        if asksTheSite { settings = settings.setting("allow_exec", to: .bool(true)) }
        var groups = registry["source_groups"] ?? .object([])
        for name in gone { groups = groups.setting(name, to: nil) }
        for member in sourceGroups { groups = groups.setting(member.key, to: JSONText(member.value)) }
        var generators = registry["generators"] ?? .object([])
        for member in generators.members where Self.names(member.value["source"]).contains(where: gone.contains) {
            let left = Self.names(member.value["source"]).filter { !gone.contains($0) }
            generators = generators.setting(member.key, to: member.value.setting("source", to: Self.source(left)))
        }
        for (id, entry) in self.generators {
            generators = generators.setting(id, to: merged(entry, of: id, into: generators[id] ?? .object([])))
        }
        return registry.setting("settings", to: settings).setting("source_groups", to: groups)
            .setting("generators", to: generators)
    }

    /// Whether sources are asked of a program, the site's own Python.
    var asksTheSite: Bool { sourceGroups.contains { (try? $0.value.object()["command"]) != nil } }

    /// Groups of an earlier import whose model or field the project has no more.
    func goneGroups(in registry: JSONText) -> [String] {
        let known = Set(sourceGroups.map(\.key))
        return Self.importedGroups(in: registry).filter { !known.contains($0) }
    }

    /// Generators that take their sources from groups of a project, and are not among those that were read.
    func strangers(in registry: JSONText) -> [String] {
        let known = Set(generators.map(\.id))
        return (registry["generators"]?.members ?? []).filter { member in
            let names = Self.names(member.value["source"])
            return !known.contains(member.key) && !names.isEmpty && names.allSatisfy(Self.isFieldOfModel)
        }.map(\.key)
    }

    /// The source groups that an import has written.
    static func importedGroups(in registry: JSONText) -> [String] {
        (registry["source_groups"]?.members ?? []).filter { member in
            isFieldOfModel(member.key) && ["sqlite", "postgresql", "command"].contains { member.value[$0] != nil }
        }.map(\.key)
    }

    private func merged(_ entry: JSONText, of id: String, into former: JSONText) -> JSONText {
        var merged = former
        for key in Self.ownedKeys where key != "source" && !unsaid.contains("\(id).\(key)") {
            merged = merged.setting(key, to: entry[key])
        }
        let own = Self.names(former["source"]).filter { !Self.isFieldOfModel($0) }
        let source = Self.source(Self.names(entry["source"]) + own)
        guard former["source"] == nil, let source else { return merged.setting("source", to: source) }
        // Where it is read first.
        return .object([Member(key: "source", value: source)] + merged.members)
    }

    private typealias Member = JSONText.Member

    private static func source(_ names: [String]) -> JSONText? {
        names.count > 1 ? .array(names.map(JSONText.string)) : names.first.map(JSONText.string)
    }

    private static func names(_ source: JSONText?) -> [String] {
        switch source {
        case .string(let name): [name]
        case .array(let elements): elements.compactMap { if case .string(let name) = $0 { name } else { nil } }
        default: []
        }
    }

    /// `shop.Book.cover`, as the groups of a project are called.
    private static func isFieldOfModel(_ group: String) -> Bool {
        let parts = group.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && !parts.contains { $0.isEmpty || $0.contains("/") || $0.contains(" ") }
    }
}
