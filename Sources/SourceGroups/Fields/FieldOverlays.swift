import Files
import ImageSpecs
import Registry
import Synchronization

/// Checks overlays whose names come from a field. The author of the fields may use files in `MEDIA_ROOT` and in the
/// folders of the registry as overlays, but no other files of the machine.
final class FieldOverlays: Sendable {
    /// The folders that may contain such overlays, as paths without links.
    private let folders: [String]
    private let known = Mutex<[ByteName: Bool]>([:])

    init(_ registry: Registry) {
        let folders = [registry.settings.mediaRoot] + registry.generators.map(\.folder)
        self.folders = inByteOrder(folders).compactMap(resolvedPath)
    }

    /// - Parameter filled: the generator's spec with the fields of a source.
    func check(_ filled: ImageSpec, of generator: Generator) throws(FieldError) {
        // The overlays that the registry itself names can be in any folder, because they do not come from a field. The
        // default of a field is such an overlay too.
        lazy var own = Set(generator.spec.resolvingPaths(from: generator.folder).processors.flatMap(\.paths))
        for path in filled.resolvingPaths(from: generator.folder).overlays where !isTaken(path) && !own.contains(path) {
            throw .unreadable(
                "the overlay \(path), which a field names, is outside MEDIA_ROOT and the registry's folder: move it there"
            )
        }
    }

    private func isTaken(_ path: String) -> Bool {
        known.withLock { known in
            if let isTaken = known[ByteName(path)] { return isTaken }
            // The path of a missing file cannot be resolved, so compare its normalized path.
            let resolved = resolvedPath(path) ?? SourceName.normalize(path)
            let isTaken = folders.contains { isPath(resolved, in: $0) }
            known[ByteName(path)] = isTaken
            return isTaken
        }
    }
}
