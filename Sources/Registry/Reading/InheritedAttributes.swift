import ImageSpecs

/// The attributes of generators, including inherited attributes. A generator inherits from the generator in `extends`
/// first, and then from the `defaults` of its own file. An attribute is inherited as a whole. If the value of an
/// attribute is null, the generator does not inherit this attribute.
struct InheritedAttributes {
    static let key = "extends"
    /// The key of a registry for attributes that all generators of the file inherit.
    static let defaultsKey = "defaults"

    private let generators: [String: RegistryMember]
    /// The `defaults` of each file, by the path of the file.
    private let defaults: [String: RegistryNode]

    /// Groups of attributes that exclude each other. If a generator has an attribute of a group, it inherits no other
    /// attribute of this group.
    private static let alternatives = [
        ["format", "formats"], SetSide.allCases.map(\.key) + ["densities"], ["source", "canvas"],
    ]
    /// The maximum number of levels in a chain of generators that extend one another. Each level is read again for each
    /// generator below it, so a long chain would take very long.
    private static let maxLevels = 32
    /// Attributes that a generator with a canvas does not inherit, because a canvas has no source.
    private static let ofSources =
        ["source", "autorotate", "animated", "if_larger", "densities"] + SetSide.allCases.map(\.key)

    init(_ generators: [RegistryMember], defaults: [String: RegistryNode]) {
        self.generators = Dictionary(generators.map { ($0.key, $0) }) { first, _ in first }
        self.defaults = defaults
    }

    /// Checks the keys of all `defaults`, including those of files without generators.
    func checkDefaults() { for node in defaults.values { _ = defaultAttributes(node) } }

    /// - Returns: nil after reporting an error.
    func attributes(of member: RegistryMember) -> [String: RegistryNode]? {
        attributes(of: member, within: [member.key])
    }

    /// - Parameter open: the ids of the generators that are being read: this generator, and the generators that extend
    ///   it.
    private func attributes(of member: RegistryMember, within open: [String]) -> [String: RegistryNode]? {
        guard var attributes = member.node.members(known: Generator.keys, "a generator: an object") else { return nil }
        var nulls: Set<String> = []
        if case .object(let object) = member.node.json.value {
            nulls = Set(object.members.filter { $0.value.value == .null }.map(\.key))
        }
        let parent = attributes.removeValue(forKey: Self.key).flatMap { self.parent($0, within: open) }
        let ofFile = defaults[member.node.file].flatMap { defaultAttributes($0) }
        for base in [parent ?? [:], ofFile ?? [:]] {
            let blocked = blocked(by: Set(attributes.keys)).union(nulls)
            for (key, node) in base where !blocked.contains(key) { attributes[key] = node }
        }
        // Drop inherited options that no format of the generator has. Otherwise, an inherited option for another format
        // would be an error.
        let formats = Self.formats(attributes)
        if let options = attributes["options"], options.path != member.node.path(to: "options"), !formats.isEmpty {
            attributes["options"] = options.options(of: formats)
        }
        return attributes
    }

    /// Returns the format of a generator, or the formats of a set. The result is empty if the source determines the
    /// format, or if a name is not the name of a format.
    private static func formats(_ attributes: [String: RegistryNode]) -> [ImageFormat] {
        let names: [String]
        switch attributes["formats"]?.value {
        case .tuple(let elements)?: names = elements.map { $0.string ?? "" }
        case .dictionary(let options)?: names = Array(options.keys)
        default:
            // The default format of a canvas is PNG.
            let fallback = attributes["canvas"] == nil ? nil : ImageFormat.png.rawValue
            names = [attributes["format"]?.value.string ?? fallback].compactMap(\.self)
        }
        let formats = names.compactMap(ImageFormat.init(name:))
        return formats.count == names.count ? formats : []
    }

    private func parent(_ node: RegistryNode, within open: [String]) -> [String: RegistryNode]? {
        guard let id = node.string("the id of a generator") else { return nil }
        guard let parent = generators[id] else {
            node.problem(
                "there is no generator \"\(id)\"" + Suggestion.clause(for: id, among: generators.keys.sorted())
            )
            return nil
        }
        guard !open.contains(id) else {
            node.problem("the generator extends itself: \((open + [id]).joined(separator: " → "))")
            return nil
        }
        guard open.count <= Self.maxLevels else {
            node.problem("generators extend one another in more than \(Self.maxLevels) levels")
            return nil
        }
        return attributes(of: parent, within: open + [id])
    }

    private func defaultAttributes(_ node: RegistryNode) -> [String: RegistryNode]? {
        let known = Generator.keys.filter { $0 != Self.key }
        return node.members(known: known, "an object of attributes of generators")
    }

    /// Returns the attributes that a generator with the given attributes must not inherit.
    private func blocked(by given: Set<String>) -> Set<String> {
        let excluded = Self.alternatives.filter { $0.contains(where: given.contains) }.flatMap(\.self)
        return given.union(excluded).union(given.contains("canvas") ? Self.ofSources : [])
    }
}
