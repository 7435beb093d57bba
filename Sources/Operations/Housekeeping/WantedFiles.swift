import Files
import Planning

/// The names of the cache files that a registry requires, as far as a survey can determine them.
struct WantedFiles {
    private(set) var names: Set<ByteName> = []

    mutating func add(_ source: PlannedSource) {
        names.formUnion(source.images.lazy.map(\.name).filter { !$0.isEmpty }.map(ByteName.init))
        names.formUnion(source.keptNames.lazy.map(ByteName.init))
    }
}
