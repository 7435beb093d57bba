import CacheState
import Registry

/// The part of a registry that a run processes.
package struct Selection: Sendable {
    /// Patterns of generator ids; an empty array selects all generators.
    package var patterns: [String]
    /// If set, only sources whose names match this glob are selected.
    package var onlySource: String?
    /// If set, only sources of this shard are selected.
    package var shard: Shard?
    /// If set, only generators whose strategy makes images on this event are selected.
    package var event: CacheFileStrategy.Event?
    /// If set, only sources with these names are selected. Names of missing sources are skipped.
    package var sources: [String]?

    package init(
        patterns: [String] = [],
        onlySource: String? = nil,
        event: CacheFileStrategy.Event? = nil,
        sources: [String]? = nil
    ) {
        self.patterns = patterns
        self.onlySource = onlySource
        self.event = event
        self.sources = sources
    }

    /// Whether only `patterns` can restrict the selection, so that it contains all sources of the selected generators.
    package var isOfAllSources: Bool { onlySource == nil && shard == nil && event == nil && sources == nil }

    /// The selected generators, in the order of the registry.
    /// - Throws: `SelectionError` for a pattern that matches no generator.
    package func generators(of registry: Registry) throws(SelectionError) -> [GeneratorID] {
        let matching = try matchingGenerators(of: registry)
        guard let event else { return matching }
        return matching.filter { id in
            let generator = registry.generators[id]
            // Leave out canvases if a source was saved, because a canvas has no source.
            let isSaved = event != .sourceSaved || !generator.isCanvas
            return isSaved && registry.strategy(of: generator).generates(on: [event])
        }
    }

    private func matchingGenerators(of registry: Registry) throws(SelectionError) -> [GeneratorID] {
        guard !patterns.isEmpty else { return registry.generators.ids }
        var selected: Set<GeneratorID> = []
        for text in patterns {
            let pattern = GeneratorPattern(text)
            let matching = registry.generators.indices.filter { registry.generators[$0].matches(pattern) }
            if matching.isEmpty {
                throw .noGenerator(pattern: text, ids: registry.generators.map(\.id))
            }
            selected.formUnion(matching)
        }
        return selected.sorted()
    }
}
