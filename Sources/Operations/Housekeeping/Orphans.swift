import CacheState
import Files
import Planning
import Registry
import SourceGroups

/// Cache files that are no longer used, because their source or generator was removed or their spec has changed.
///
/// An unused file is an orphan if the state contains its name, or if its name has the shape of the names that a namer
/// computes. Every other unused file is foreign: imagekit probably did not make it. A file of a single-file command
/// counts as used as long as the same call produces the same name.
package struct Orphans: Sendable {
    /// A cache file: its name, its size in bytes, and its modification time.
    package struct File: Sendable {
        /// The name of the file, relative to the storage root.
        package let name: String
        package let bytes: Int
        /// The modification time in nanoseconds since 1970.
        let modified: Int
    }

    /// The orphans in byte order of their names.
    package let files: [File]
    /// Orphans in a folder that is shared with Django, if the state does not prove that imagekit made them. By default,
    /// these orphans are kept, because the site may use them. The orphans are in byte order of their names.
    package let unproven: [File]
    /// The number of used files and orphans in the cache tree, without foreign files.
    let ours: Int

    /// - Parameters:
    ///   - wanted: all cache files that the registry requires.
    ///   - usesState: whether the state is read. If not, it counts as missing.
    init(_ registry: Registry, wanted: WantedFiles, usesState: Bool = true) throws {
        let tree = CacheTree(settings: registry.settings)
        let state = usesState ? try registry.settings.cacheBackend.openForReading(tree) : nil
        defer { state?.close() }
        let known = try state?.cacheFileNames() ?? []
        let wanted = wanted.names
        let onDemand = try state?.onDemand() ?? [:]
        let specs = SpecResolver(registry, try SourceCatalog(of: registry, streaming: []))
        let shapes = registry.shapes
        let proven = try registry.isSharedWithDjango ? state?.madeFiles() ?? [:] : nil
        var files: [File] = []
        var unproven: [File] = []
        var ours = 0
        try registry.forEachCacheFile(in: tree) { name, file in
            let full = registry.settings.cachefileDir + "/" + name
            let key = ByteName(full)
            if try wanted.contains(key)
                || onDemand[key].map({ try registry.stillProduces(full, for: $0, specs) }) == true
            {
                ours += 1
            } else if known.contains(key) || shapes.contains(where: { $0.matches(name) }) {
                ours += 1
                let orphan = File(name: full, bytes: file.bytes, modified: file.modified)
                // Compare the sizes, because another program can have replaced the file that imagekit made.
                let isProven = proven.map { $0[key] == file.bytes } ?? true
                if isProven { files.append(orphan) } else { unproven.append(orphan) }
            }
        }
        self.files = files.sorted { precedesInBytes($0.name, $1.name) }
        self.unproven = unproven.sorted { precedesInBytes($0.name, $1.name) }
        self.ours = ours
    }

    package var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
}

extension Registry {
    /// The shapes of the names of the registry's images.
    fileprivate var shapes: Set<CacheFileShape> {
        let hasCanvas = generators.contains(where: \.isCanvas)
        let ofCanvases = hasCanvas ? [CacheFileShape(settings.cachefileNamer, isOfCanvas: true)] : []
        return Set([CacheFileShape(settings.specNamer)] + ofCanvases + generators.map { settings.shape(of: $0) })
    }

    /// Whether the call that a file was made for still produces this name.
    func stillProduces(_ name: String, for call: OnDemandCall, _ specs: SpecResolver) throws -> Bool {
        let origin = ImageOrigin(key: call.source)
        let hasFile = origin.isCanvas || FileStamp(path: settings.path(of: call.source)) != nil
        // A request for each source in a bucket would take too long, so such a source counts as existing.
        guard hasFile || specs.catalog.isNameInBucket(call.source),
            let request = try? request(call.generator, arguments: call.arguments)
        else { return false }
        // If a field is missing or invalid, keep the file, because the field can be valid again later.
        guard let naming = try naming(of: request.generator, for: origin, specs) else { return true }
        if naming.dependsOnContent, !hasFile { return true }
        let content = naming.dependsOnContent ? SourceIdentity(reading: origin, settings).record?.digest : nil
        return naming.name(for: origin, content: content).utf8.elementsEqual(name.utf8)
    }

    /// The naming of a generator's file; nil if the source lacks a field of the generator.
    private func naming(
        of generator: Generator,
        for origin: ImageOrigin,
        _ specs: SpecResolver
    ) throws -> CacheFileNaming? {
        guard generator.spec.hasFields else { return generator.naming(settings) }
        try specs.catalog.load(fieldGroups(of: generator))
        return try? specs.spec(of: generator, specs.fields(of: origin, nil)).get().naming
    }
}
