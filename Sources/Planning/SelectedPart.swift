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

    /// Selects these generators for all sources.
    package init(generators: [GeneratorID]) {
        self.generators = generators
        onlySource = nil
        shard = nil
        sources = nil
        patterns = []
    }

    /// Whether a member of a set is selected for a source. If the member has the length of the source, its id depends
    /// on the source, so the patterns can select the member for some sources only.
    /// - Parameters:
    ///   - id: the id for the source.
    ///   - generator: one of the selected generators.
    func takes(_ id: String, _ generator: GeneratorID) -> Bool {
        patterns.isEmpty || patterns.contains { $0.matches(id) }
    }

    /// - Throws: `SelectionError`.
    package init(_ selection: Selection, of registry: Registry) throws(SelectionError) {
        generators = try selection.generators(of: registry)
        shard = selection.shard
        sources = selection.sources
        patterns = selection.patterns.map { GeneratorPattern($0) }
        do throws(GlobError) {
            onlySource = try selection.onlySource.map { pattern throws(GlobError) in
                try Glob(pattern, ignoresCase: true)
            }
        } catch {
            throw .badGlob("\(error)")
        }
    }
}
