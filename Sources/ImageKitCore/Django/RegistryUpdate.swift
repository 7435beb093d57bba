/// Puts what was read from a project into a registry. Of a generator or the settings it owns the keys that Django has;
/// all others stay as they are, and so do generators and groups of other names.
struct RegistryUpdate {
    let settings: JSONObject
    let sourceGroups: JSONObject
    var generators: [(id: String, entry: JSONText)] = []

    private static let ownedKeys = [
        "source", "processors", "format", "options", "autoconvert", "cachefile_strategy", "cachefile_namer",
    ]

    init(settings: JSONObject, sourceGroups: JSONObject) {
        self.settings = settings
        self.sourceGroups = sourceGroups
    }

    func applied(to registry: JSONText) -> JSONText {
        var settings = registry["settings"] ?? .object([])
        for member in self.settings.members {
            settings = settings.setting(member.key, to: member.value.value == .null ? nil : JSONText(member.value))
        }
        var groups = registry["source_groups"] ?? .object([])
        for member in sourceGroups.members { groups = groups.setting(member.key, to: JSONText(member.value)) }
        var generators = registry["generators"] ?? .object([])
        for (id, entry) in self.generators {
            generators = generators.setting(id, to: merged(entry, into: generators[id] ?? .object([])))
        }
        return registry.setting("settings", to: settings).setting("source_groups", to: groups)
            .setting("generators", to: generators)
    }

    /// Generators that take their sources from groups of a project, and are not among those that were read.
    func strangers(in registry: JSONText) -> [String] {
        let known = Set(generators.map(\.id))
        return (registry["generators"]?.members ?? []).filter { member in
            let names = Self.names(member.value["source"])
            return !known.contains(member.key) && !names.isEmpty && names.allSatisfy(Self.isFieldOfModel)
        }.map(\.key)
    }

    private func merged(_ entry: JSONText, into former: JSONText) -> JSONText {
        var merged = former
        for key in Self.ownedKeys where key != "source" { merged = merged.setting(key, to: entry[key]) }
        let own = Self.names(former["source"]).filter { !Self.isFieldOfModel($0) }
        let names = Self.names(entry["source"]) + own
        let source: JSONText? =
            names.count > 1 ? .array(names.map(JSONText.string)) : names.first.map(JSONText.string)
        guard former["source"] == nil, let source else { return merged.setting("source", to: source) }
        // Where it is read first.
        return .object([Member(key: "source", value: source)] + merged.members)
    }

    private typealias Member = JSONText.Member

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
