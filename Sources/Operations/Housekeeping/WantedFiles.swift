import Files
import Planning

/// The names of the cache files that a registry requires. A name that a survey cannot determine is missing.
struct WantedFiles {
    private(set) var names: Set<ByteName> = []

    mutating func add(_ source: PlannedSource) {
        names.formUnion(source.images.lazy.map(\.name).filter { !$0.isEmpty }.map(ByteName.init))
        names.formUnion(source.keptNames.lazy.map(ByteName.init))
    }
}
