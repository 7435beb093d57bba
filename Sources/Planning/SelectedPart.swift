import CacheState
import FileSearch
import Registry

/// A selection that is resolved for a registry.
package struct SelectedPart {
    package let generators: [GeneratorID]
    /// If set, only sources that match are selected.
    let onlySource: Glob?
    package let shard: Shard?
    /// If set, only sources with these names are selected.
    let sources: [String]?
    private let patterns: [GeneratorPattern]
    /// The generators whose id in the registry matches a pattern. They are selected for all sources.
    private let selectedByID: Set<GeneratorID>

    /// Selects these generators for all sources.
    package init(generators: [GeneratorID]) {
        self.generators = generators
        onlySource = nil
        shard = nil
        sources = nil
        patterns = []
        selectedByID = Set(generators)
    }

    /// Whether a member of a set is selected for a source. The id of a member can contain the width or the height of
    /// the source. In this case, the patterns can select the member for some sources and not for others. A pattern that
    /// matches the id in the registry, such as `blog:photo:source:webp`, selects the member for all sources.
    /// - Parameters:
    ///   - id: the id for the source.
    ///   - generator: the generator in the registry.
    func takes(_ id: String, _ generator: GeneratorID) -> Bool {
        patterns.isEmpty || selectedByID.contains(generator) || patterns.contains { $0.matches(id) }
    }

    /// The selected generators with a canvas. Generators with the same naming are in one array, because they share a
    /// file.
    func canvases(of registry: Registry, _ namings: GeneratorMap<CacheFileNaming>) -> [[GeneratorID]] {
        // A glob for source names selects no canvas. A selection by names contains the canvases only if it contains
        // their key.
        guard onlySource == nil, sources?.contains(ImageOrigin.canvas.key) ?? true else { return [] }
        let canvases = generators.filter { registry.generators[$0].isCanvas }
        return Dictionary(grouping: canvases) { namings[$0].identity }.values.sorted { $0[0] < $1[0] }
            // A canvas has no source, so the id of its first generator determines the shard.
            .filter { shard?.contains(registry.generators[$0[0]].id) ?? true }
    }

    /// - Throws: `SelectionError`.
    package init(_ selection: Selection, of registry: Registry) throws(SelectionError) {
        generators = try selection.generators(of: registry)
        shard = selection.shard
        sources = selection.sources
        let patterns = selection.patterns.map { GeneratorPattern($0) }
        self.patterns = patterns
        selectedByID = Set(generators.filter { id in patterns.contains { $0.matches(registry.generators[id].id) } })
        do throws(GlobError) {
            onlySource = try selection.onlySource.map { pattern throws(GlobError) in
                try Glob(pattern, ignoresCase: true)
            }
        } catch {
            throw .badGlob("\(error)")
        }
    }
}
