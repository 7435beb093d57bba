import CacheState
import FileSearch
import Registry

/// A selection worked out against a registry.
package struct SelectedPart {
    /// The places of the generators in the registry.
    package let generators: [Int]
    /// Only sources that match, where there is one.
    let onlySource: Glob?
    package let shard: Shard?
    /// Only sources of these names, where there are some.
    let sources: [String]?

    /// Those generators, for whatever source.
    package init(generators: [Int]) {
        self.generators = generators
        onlySource = nil
        shard = nil
        sources = nil
    }

    /// - Throws: `SelectionError`.
    package init(_ selection: Selection, of registry: Registry) throws(SelectionError) {
        generators = try selection.generators(of: registry)
        shard = selection.shard
        sources = selection.sources
        do throws(GlobError) {
            onlySource = try selection.onlySource.map { pattern throws(GlobError) in try Glob(pattern) }
        } catch {
            throw .badGlob("\(error)")
        }
    }
}
