import Files
import Planning

/// The names of the cache files that a registry requires. If the required files of a source are unknown, all its files
/// in the state count as required (`PlannedSource.keptNames`).
struct WantedFiles {
    private(set) var names: Set<ByteName> = []

    mutating func add(_ source: PlannedSource) {
        names.formUnion(source.images.lazy.map(\.name).filter { !$0.isEmpty }.map(ByteName.init))
        names.formUnion(source.keptNames.lazy.map(ByteName.init))
    }
}
