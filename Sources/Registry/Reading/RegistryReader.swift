import Files
import FileSearch
import ImageSpecs
import JSON
import SystemPackage
import WorkerProtocol

/// Reads a registry and all included files, and reports every error.
struct RegistryReader {
    private let topPath: String
    private let topFolder: String
    private let environment: [String: String]
    private let overrides: [SettingAssignment]
    private let bytes: (String) throws(FileError) -> [UInt8]
    private let ask: (Query) throws -> Answer
    /// The restrictions of an untrusted registry; nil if the author is trusted.
    private let untrusted: UntrustedRegistry?
    private let log = ProblemLog()
    private var groups: [String: (group: SourceGroup?, location: String)] = [:]
    private var generators: [String: (generator: Generator, location: String, source: RegistryNode?)] = [:]
    /// The valid source groups, in the order in which they are read.
    private var groupNodes: [(group: SourceGroup, node: RegistryNode)] = []
    private var visited: Set<String> = []
    private var chains = RegisteredChains()
    /// The generators of all files that were read. Specs are read after the last file, because a spec can use a
    /// processor that another file registers.
    private var pendingGenerators: [RegistryMember] = []
    /// The `defaults` of each file, by the path of the file.
    private var defaults: [String: RegistryNode] = [:]
    /// The top-level registry; nil if it cannot be read.
    private var topNode: RegistryNode?
    /// The options of buckets in the top-level registry.
    private var storagesNode: RegistryNode?
    private let calls = VipsCallCheck()

    /// - Parameters:
    ///   - path: the path of the registry's file. Messages contain this path.
    ///   - overrides: settings from the command line.
    ///   - isUntrusted: whether the registry is restricted, because its author is not trusted.
    ///   - bytes: returns the content of the file at a path.
    ///   - ask: lets a worker answer a query. It is called only if the registry uses operations of libvips, or if save
    ///     options are checked.
    init(
        path: String,
        environment: [String: String],
        overrides: [SettingAssignment] = [],
        isUntrusted: Bool = false,
        bytes: @escaping (String) throws(FileError) -> [UInt8] = Files.readFile,
        ask: @escaping (Query) throws -> Answer
    ) {
        topPath = path
        topFolder = folder(ofFile: path)
        self.environment = environment
        self.overrides = overrides
        self.bytes = bytes
        self.ask = ask
        untrusted = isUntrusted ? UntrustedRegistry(folder: topFolder) : nil
    }

    /// - Parameters:
    ///   - forNamesOnly: whether no image will be made. If true, errors that do not affect names are ignored.
    ///   - isThorough: whether more is checked: the existence of the files, folders, and programs that the registry
    ///     names, and the support of the installed libvips for the save options. Missing variables of databases and
    ///     missing credentials of buckets are only warnings.
    /// - Throws: `RegistryError` with every problem.
    mutating func read(forNamesOnly: Bool, isThorough: Bool = false) throws(RegistryError) -> Registry {
        let settingsNode = readFile(topPath, isTop: true, includedFrom: nil)
        let settings = SettingsReader(folder: topFolder, environment: environment, overrides: overrides, log: log)
            .settings(settingsNode, storages: storagesNode)
        configureBuckets()
        if let untrusted, let settingsNode { untrusted.checkSettings(settingsNode) }
        if let untrusted, let topNode { untrusted.checkCacheFolder(settings, at: topNode) }
        if untrusted != nil { storagesNode?.problem(UntrustedRegistry.connectsToNoServer) }
        readWaiting(settings)
        checkSources()
        checkPrograms(settings)
        if !forNamesOnly { calls.run(isThorough: isThorough && log.problems.isEmpty, ask: ask) }
        if isThorough, log.problems.isEmpty {
            InputCheck(settings: settings, settingsNode: settingsNode, environment: environment, log: log)
                .run(groupNodes)
        }
        guard log.problems.allSatisfy({ forNamesOnly && $0.affectsOnlyImages }) else {
            throw RegistryError(problems: sorted(log.problems))
        }
        return Registry(
            path: topPath,
            files: visited,
            settings: settings,
            sourceGroups: groups.compactMapValues(\.group),
            generators: generators.values.map(\.generator).sorted { precedesInBytes($0.id, $1.id) },
            warnings: sorted(log.warnings)
        )
    }

    /// Reads a file and all files that it includes, and adds their source groups, processors, and generators. Returns
    /// the settings of the file. Each file is read only once.
    private mutating func readFile(_ path: String, isTop: Bool, includedFrom include: RegistryNode?) -> RegistryNode? {
        guard visited.insert(absolutePath(path)).inserted else { return nil }
        if let include, let untrusted, !untrusted.contains(path) {
            untrusted.checkFile(path, at: include)
            return nil
        }
        let root: RegistryNode
        do {
            root = RegistryNode(json: try parseJSON(try bytes(path)), file: path, path: "", log: log)
        } catch let error as JSONSyntaxError {
            log.add(RegistryProblem(file: path, position: error.position, path: "", message: error.message))
            return nil
        } catch {
            let failure = error as? FileError
            let message = "cannot be read: \(failure?.reason ?? "\(error)")" + readingRemedy(path, failure?.code)
            if let include {
                include.problem("\(path) \(message)")
            } else {
                log.add(RegistryProblem(file: path, position: nil, path: "", message: message))
            }
            return nil
        }
        let keys = [
            "$schema", "settings", "include", "source_groups", "processors", InheritedAttributes.defaultsKey,
            "generators", "left_out", "storages",
        ]
        guard let members = root.members(known: keys, "a registry: an object with source_groups and generators") else {
            return nil
        }
        if !isTop, let settings = members["settings"] {
            settings.problem("settings belong in the top-level registry, \(topPath)")
        }
        if isTop {
            topNode = root
            storagesNode = members["storages"]
        } else {
            members["storages"]?.problem("storages belong in the top-level registry, \(topPath)")
        }
        // Only check `left_out`. Its names are not stored, because only the next `import-django` uses them.
        _ = members["left_out"]?.strings("an array of names")
        readGroups(members["source_groups"])
        chains.add(members["processors"])
        defaults[path] = members[InheritedAttributes.defaultsKey]
        pendingGenerators += members["generators"]?.members("an object of generators by id") ?? []
        readIncludes(members["include"], from: folder(ofFile: path))
        return members["settings"]
    }

    private mutating func readGroups(_ node: RegistryNode?) {
        for member in node?.members("an object of source groups by name") ?? [] {
            let reader = SourceGroupReader(folder: folder(ofFile: member.node.file), environment: environment)
            let location = "\(member.node.file):\(member.keyPosition)"
            if let first = groups[member.key] {
                member.problem("the source group \"\(member.key)\" is registered twice, first at \(first.location)")
            } else {
                let group = reader.group(named: member.key, member.node)
                if let group {
                    groupNodes.append((group, member.node))
                    untrusted?.check(group, at: member.node)
                }
                groups[member.key] = (group, location)
            }
        }
    }

    /// Adds the options of `storages` and of the environment to the buckets of source groups.
    private mutating func configureBuckets() {
        let reader = SettingsReader(folder: topFolder, environment: environment, overrides: overrides, log: log)
        func configured(_ group: SourceGroup) -> SourceGroup {
            guard case .bucket(let bucket, let include, let exclude) = group.members else { return group }
            let members = SourceGroup.Members.bucket(
                reader.configured(bucket, storages: storagesNode).bucket,
                include: include,
                exclude: exclude
            )
            return SourceGroup(name: group.name, members: members, followsOutside: group.followsOutside)
        }
        groupNodes = groupNodes.map { (configured($0.group), $0.node) }
        groups = groups.mapValues { ($0.group.map(configured), $0.location) }
    }

    private mutating func readWaiting(_ settings: Settings) {
        let reader = SpecReader(
            chains: chains,
            calls: calls,
            allowsExec: settings.allowExec,
            untrusted: untrusted,
            topFolder: topFolder,
            isSandboxRequired: settings.sandbox == .required,
            maxPixels: settings.limits.pixels
        )
        // Check all chains, including those that no spec uses.
        for name in chains.names { _ = chains[name].map { reader.processors($0, within: [name]) } }
        let inherited = InheritedAttributes(pendingGenerators, defaults: defaults)
        inherited.checkDefaults()
        for member in pendingGenerators {
            if member.key.isEmpty || member.key.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "*" }) {
                member.problem("not an id: give colon-separated segments, such as \"myapp:thumbnail\", without *")
            }
            guard let attributes = inherited.attributes(of: member) else { continue }
            if attributes["canvas"] != nil, let source = attributes["source"] {
                source.problem("an image is made from a canvas or from a source: remove one of the two")
            }
            guard SetReader.isSet(attributes) else {
                register(generator(member.key, reader.spec(attributes), attributes), member, attributes["source"])
                continue
            }
            for (id, spec, role) in SetReader(specs: reader).members(of: member.key, attributes) {
                register(generator(id, spec, attributes, role), member, attributes["source"])
            }
        }
        checkSets()
    }

    private func generator(
        _ id: String,
        _ spec: ImageSpec,
        _ attributes: [String: RegistryNode],
        _ role: SetMember? = nil
    ) -> Generator {
        let presentation = Presentation(attributes)
        var spec = spec
        // Compute placeholders only for the last format of a set, because images in other formats show the same
        // picture.
        spec.extensions.isShownWithPlaceholder = presentation.placeholder != nil && role?.isFallback ?? true
        return Generator(
            id: id,
            spec: spec,
            groups: groupNames(attributes["source"]),
            folder: topFolder,
            strategy: attributes["cachefile_strategy"].flatMap { node in
                CacheFileStrategy.read(node.value) { node.problem($0) }
            },
            namer: attributes["cachefile_namer"].flatMap { node in Namer.read(node.value) { node.problem($0) } },
            member: role,
            presentation: presentation
        )
    }

    private mutating func register(_ generator: Generator, _ member: RegistryMember, _ source: RegistryNode?) {
        if let first = generators[generator.id] {
            member.problem("the generator \"\(generator.id)\" is registered twice, first at \(first.location)")
        } else {
            let location = "\(member.node.file):\(member.keyPosition)"
            generators[generator.id] = (generator, location, source)
        }
    }

    /// Reports a generator that has the id of a set. `register` does not find this error, because it registers the
    /// members of a set, but not the set itself. After an error in the sizes of a set, a member can have the id of its
    /// own set; this is not a second error.
    private func checkSets() {
        let sets = Set(generators.values.compactMap { $0.generator.member?.set })
        for member in pendingGenerators where sets.contains(member.key) {
            if let other = generators[member.key], other.generator.member?.set != member.key {
                member.problem("the generator \"\(member.key)\" is registered twice, first at \(other.location)")
            }
        }
    }

    private func groupNames(_ node: RegistryNode?) -> [String] {
        node?.strings("the name of a source group, or an array of them")?.compactMap { $0.string() } ?? []
    }

    private mutating func readIncludes(_ node: RegistryNode?, from folder: String) {
        for pattern in node?.strings("a pattern of registries, or an array of them") ?? [] {
            guard let text = pattern.string() else { continue }
            do {
                let glob = try Glob(text)
                let paths = try Self.files(matching: glob, in: folder)
                if paths.isEmpty { pattern.problem("no registry matches \"\(text)\" in \(folder)") }
                for path in paths { _ = readFile(path, isTop: false, includedFrom: pattern) }
            } catch let error as Errno {
                pattern.problem("\(folder) cannot be read: \(error)")
            } catch {
                pattern.problem("\(error)")
            }
        }
    }

    private static func files(matching glob: Glob, in folder: String) throws(Errno) -> [String] {
        let walk = try FolderWalk(root: folder, filter: NameFilter(include: [glob]), readsStatus: false)
        return walk.compactMap { if case .source(let name, _) = $0 { folder + "/" + name } else { nil } }
    }

    /// Checks that every source group of a generator exists in one of the files.
    private func checkSources() {
        let known = groups.keys.sorted(by: precedesInBytes)
        for (_, _, source) in generators.values {
            for node in source?.strings("an array of names") ?? [] {
                guard let name = node.string(), groups[name] == nil else { continue }
                node.problem("there is no source group \"\(name)\"" + Suggestion.clause(for: name, among: known))
            }
        }
    }

    /// Reports programs in source groups if `allow_exec` is not true, because the author of a registry can be another
    /// person than its user. If the registry is untrusted, `UntrustedRegistry` reports the programs instead.
    private func checkPrograms(_ settings: Settings) {
        for (group, node) in groupNodes where !settings.allowExec && untrusted == nil {
            guard case .command = group.members else { continue }
            node.problem(
                "command runs a program: if you trust it, set \"allow_exec\": true in the settings of the top-level registry"
            )
        }
    }

    /// Sorts problems by file and then by position. The top-level registry comes first. Removes duplicates.
    private func sorted(_ problems: [RegistryProblem]) -> [RegistryProblem] {
        var seen: Set<String> = []
        return problems.sorted { left, right in
            let order = { (problem: RegistryProblem) in (problem.file == topPath ? "" : problem.file ?? "\u{10FFFF}") }
            if order(left) != order(right) { return order(left) < order(right) }
            return (left.position ?? .start) < (right.position ?? .start)
        }.filter { seen.insert($0.description).inserted }
    }
}
