import JSON
import Registry

/// Merges an imported project into a registry. The import replaces the settings and the bucket options that the Django
/// project has, the `ownedKeys` of the imported generators, the source groups of model fields, and `left_out`. In the
/// `source` of a generator, it replaces only source groups of model fields. It removes `goneGroups` from the registry
/// and from all generators. It sets `allow_exec` if a source group runs a program. Imported generators inherit none of
/// the `ownedKeys`, except `source`. Everything else stays unchanged.
struct RegistryUpdate {
    let settings: JSONObject
    /// The options of buckets that the project sets. They replace the same options in the registry. All other options
    /// in the registry stay unchanged.
    let storages: JSONObject
    /// The source groups that the import writes, sorted by name.
    let sourceGroups: [JSONObject.Member]
    /// The source groups of an earlier import for which the project has no model or field any more.
    let goneGroups: Set<String>
    let generators: [(id: String, entry: JSONText)]
    /// The names of everything that a registry cannot express, such as settings and keys of generators (`ID.KEY`). The
    /// values of these settings and keys in the registry stay unchanged.
    let unsaid: Set<String>
    /// The names of everything that the import leaves out. The registry stores these names, so that the next import can
    /// distinguish new names from known names.
    let leftOut: [String]

    private static let leftOutKey = "left_out"

    private static let ownedKeys = [
        "source", "processors", "format", "options", "autoconvert", "cachefile_strategy", "cachefile_namer",
    ]

    func applied(to registry: JSONText) -> JSONText {
        var settings = registry["settings"] ?? .object([])
        for member in self.settings.members where !unsaid.contains(member.key) {
            settings = settings.setting(member.key, to: member.value.value == .null ? nil : JSONText(member.value))
        }
        if asksTheSite { settings = settings.setting("allow_exec", to: .bool(true)) }
        var storages = registry["storages"] ?? .object([])
        for member in self.storages.members {
            let merged = JSONText(member.value).members.reduce(storages[member.key] ?? .object([])) { options, option in
                options.setting(option.key, to: option.value)
            }
            storages = storages.setting(member.key, to: merged)
        }
        var groups = registry["source_groups"] ?? .object([])
        for name in goneGroups { groups = groups.setting(name, to: nil) }
        for member in sourceGroups { groups = groups.setting(member.key, to: JSONText(member.value)) }
        var generators = registry["generators"] ?? .object([])
        for member in generators.members where Self.names(member.value["source"]).contains(where: goneGroups.contains) {
            let left = Self.names(member.value["source"]).filter { !goneGroups.contains($0) }
            generators = generators.setting(member.key, to: member.value.setting("source", to: Self.source(left)))
        }
        for (id, entry) in self.generators {
            let former = generators[id] ?? .object([])
            generators = generators.setting(id, to: merged(entry, of: id, into: former, defaults: registry["defaults"]))
        }
        return registry.setting("settings", to: settings)
            .setting("storages", to: storages.members.isEmpty ? nil : storages).setting("source_groups", to: groups)
            .setting("generators", to: generators)
            .setting(Self.leftOutKey, to: leftOut.isEmpty ? nil : .array(leftOut.map(JSONText.string)))
    }

    /// Returns the names that the previous import left out.
    static func leftOut(in registry: JSONText) -> Set<String> { Set(names(registry[leftOutKey])) }

    /// The address of the Redis server or of the PostgreSQL database in `notify_django_cache`; nil for another kind of
    /// cache, and without this setting.
    var addressOfCache: String? {
        let cache = try? settings["notify_django_cache"]?.object()
        return ["redis", "postgresql"].lazy.compactMap { try? cache?[$0]?.text() }.first
    }

    /// Whether a source group runs a program with the site's Python.
    var asksTheSite: Bool { sourceGroups.contains { (try? $0.value.object()["command"]) != nil } }

    /// Returns the ids of the generators that lose all their source groups, and get no other group from this import.
    func sourceless(in registry: JSONText) -> [String] {
        let sourced = Set(generators.filter { !Self.names($0.entry["source"]).isEmpty }.map(\.id))
        return (registry["generators"]?.members ?? []).filter { member in
            let names = Self.names(member.value["source"])
            return !names.isEmpty && names.allSatisfy(goneGroups.contains) && !sourced.contains(member.key)
        }.map(\.key)
    }

    /// Returns the ids of the generators that the imported project does not have, although all their source groups come
    /// from a Django project.
    func strangers(in registry: JSONText) -> [String] {
        let known = Set(generators.map(\.id))
        return (registry["generators"]?.members ?? []).filter { member in
            let names = Self.names(member.value["source"])
            return !known.contains(member.key) && !names.isEmpty && names.allSatisfy(SourceGroup.isFieldOfModel)
        }.map(\.key)
    }

    /// Returns the names of the source groups that an earlier import wrote.
    static func importedGroups(in registry: JSONText) -> [String] {
        (registry["source_groups"]?.members ?? []).filter { member in
            SourceGroup.isFieldOfModel(member.key)
                && ["sqlite", "postgresql", "command"].contains { member.value[$0] != nil }
        }.map(\.key)
    }

    private func merged(_ entry: JSONText, of id: String, into former: JSONText, defaults: JSONText?) -> JSONText {
        var merged = former
        for key in Self.ownedKeys where key != "source" && !unsaid.contains("\(id).\(key)") {
            // A null stops the inheritance. Otherwise, the generator would inherit a value that the generator of the
            // site does not have, and its cache files would have other names than on the site.
            let inherits = former["extends"] != nil || (defaults?[key] ?? .null) != .null
            merged = merged.setting(key, to: entry[key] ?? (inherits ? JSONText.null : nil))
        }
        let own = Self.names(former["source"]).filter { !SourceGroup.isFieldOfModel($0) }
        let source = Self.source(Self.names(entry["source"]) + own)
        guard former["source"] == nil, let source else { return merged.setting("source", to: source) }
        // Insert `source` at the start of the object, because people read the source of a generator first.
        return .object([Member(key: "source", value: source)] + merged.members)
    }

    private typealias Member = JSONText.Member

    private static func source(_ names: [String]) -> JSONText? {
        names.count > 1 ? .array(names.map(JSONText.string)) : names.first.map(JSONText.string)
    }

    private static func names(_ source: JSONText?) -> [String] {
        switch source {
        case .string(let name): [name]
        case .array(let elements): elements.compactMap(\.string)
        default: []
        }
    }
}
