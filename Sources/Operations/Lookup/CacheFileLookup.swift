import CacheState
import Files
import ImageSpecs
import Planning
import Registry
import SourceGroups
import WorkerProtocol

/// Finds the source and the generators of a cache file by its name.
///
/// The name usually contains a hash, which cannot be inverted. So the lookup computes the names of images until a
/// computed name equals the given name. First, it examines the sources that the state and the name suggest. Then, it
/// examines the recorded call of a single-file command for this name. Finally, if the caller permits this, it examines
/// all sources.
package struct CacheFileLookup: Sendable {
    let registry: Registry
    private let renderer: CurrentRenderer
    private let notify: @Sendable (SourceNotice) -> Void

    package init(
        _ registry: Registry,
        renderer: CurrentRenderer,
        notify: @escaping @Sendable (SourceNotice) -> Void
    ) {
        self.registry = registry
        self.renderer = renderer
        self.notify = notify
    }

    /// A cache file that a run of the registry or an earlier call of a single-file command makes.
    package struct Match {
        /// The registry. If `call` is not nil, the registry includes the generator of this call.
        let registry: Registry
        /// The ids of all generators whose image has the name. There can be several, because generators with the same
        /// spec share their images.
        let generators: [String]
        package let source: PlannedSource
        let image: PlannedImage
        /// The call that the file was made for; nil if a run makes the image.
        let call: OnDemandCall?
        let record: CacheRecord?
        /// The software that made the file; nil if it is not recorded.
        let renderer: Renderer?

        /// The request of a single-file command that makes the file.
        package var request: ImageRequest {
            get throws(RequestError) {
                try registry.request(image.id(in: registry), arguments: call?.arguments ?? [])
            }
        }

        /// The source of `request` in an array; nil for a canvas.
        package var sources: [String]? { source.origin.sourceName.map { [$0] } }
    }

    /// - Parameter searchesAll: whether to examine all sources. The function is called at most once, after the
    ///   suggested sources and the recorded calls gave no result.
    /// - Returns: nil if no examined source and no recorded call has a cache file with this name.
    package func match(_ name: String, searchesAll: () throws -> Bool = { true }) throws -> Match? {
        let tree = CacheTree(settings: registry.settings)
        let state = try registry.settings.cacheBackend.openForReading(tree)
        defer { state?.close() }
        let likely = try (state?.sources(ofCacheFile: name) ?? []) + sources(suggestedBy: name)
        if let match = try match(name, in: Selection(sources: likely), state) { return match }
        if let call = try state?.onDemand()[ByteName(name)], let match = try match(name, of: call, state) {
            return match
        }
        return try searchesAll() ? match(name, in: Selection(), state) : nil
    }

    private func match(_ name: String, in selection: Selection, _ state: (any ReadableState)?) throws -> Match? {
        try first(in: selection) { source, planner in try match(name, in: source, planner, call: nil, state) }
    }

    /// Calls `body` with the sources of a selection until a result is not nil, and returns this result.
    func first<T>(in selection: Selection, _ body: (PlannedSource, Planner) throws -> T?) throws -> T? {
        // Load no groups for nothing: a group can be a program or a list.
        if selection.sources?.isEmpty == true { return nil }
        let survey = Survey(registry: registry, notify: notify, renderer: renderer)
        let planner = try survey.planner(of: selection)
        var found: T?
        do {
            try survey.forEachSource(of: planner) { source in
                found = try body(source, planner)
                if found != nil { throw FoundError() }
            }
        } catch is FoundError {}
        return found
    }

    /// Ends the search when the source is found.
    private struct FoundError: Error {}

    /// - Returns: nil if the call no longer makes a file with this name.
    func match(_ name: String, of call: OnDemandCall, _ state: (any ReadableState)?) throws -> Match? {
        guard let request = try? registry.request(call.generator, arguments: call.arguments) else { return nil }
        let (registry, ids) = registry.adding([request.generator])
        let catalog = try SourceCatalog(of: registry, streaming: [])
        try catalog.load(Set(registry.fieldGroups(of: request.generator)))
        let planner = Planner(
            SpecResolver(registry, catalog),
            SelectedPart(generators: ids),
            VerificationPolicy(registry.settings, renderer: renderer, findsOutdated: true),
            isForFewImages: true
        )
        let origin = ImageOrigin(key: call.source)
        let status =
            origin.isCanvas
            ? .file(SourceRecord.ofCanvas.stamp)
            : try NamedSource(call.source, catalog).status { try catalog.followsOutside(to: call.source) }
        let source = try planner.plan(origin, status, generators: ids, state)
        return try match(name, in: source, planner, call: call, state)
    }

    private func match(
        _ name: String,
        in source: PlannedSource,
        _ planner: Planner,
        call: OnDemandCall?,
        _ state: (any ReadableState)?
    ) throws -> Match? {
        let images = source.images.filter { ByteName($0.name) == ByteName(name) }
        guard let image = images.first else { return nil }
        let records = try state?.read(StatePart(source: source.origin.key)) { try $0.files(of: source.origin.key) }
        let record = records?.last { $0.isNamed(name) }
        let renderers = try record?.renderer == nil ? [] : state?.renderers() ?? []
        return Match(
            registry: planner.registry,
            generators: images.map { $0.id(in: planner.registry) },
            source: source,
            image: image,
            call: call,
            record: record,
            renderer: renderers.first { $0.number == record?.renderer }
        )
    }

    /// Returns the sources that the name suggests. Some namers use the name of the source without its extension: as the
    /// folder of the cache file (`source_name_as_path`), or as the start of the name (`source_name_dot_hash`,
    /// `source_content_hash`). So the result contains the matching sources with any extension.
    func sources(suggestedBy name: String) -> [String] {
        guard let path = Settings.name(of: name, below: registry.settings.cachefileDir) else { return [] }
        let (stem, last) = SourceName.split(path)
        let dotted = SourceName.splitExtension(SourceName.splitExtension(last).stem).stem
        let stems = Set([stem, stem.isEmpty ? dotted : stem + "/" + dotted].filter { !$0.isEmpty })
        return stems.flatMap { stem -> [String] in
            let (folder, base) = SourceName.split(stem)
            let names = entries(
                ofFolder: folder.isEmpty ? registry.settings.mediaRoot : registry.settings.path(of: folder)
            )
            return names.filter { SourceName.splitExtension($0).stem == base }
                .map { folder.isEmpty ? $0 : folder + "/" + $0 }
        }
    }
}
