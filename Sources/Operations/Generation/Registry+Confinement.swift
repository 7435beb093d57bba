import ImageSpecs
import Registry
import WorkerProtocol

extension Registry {
    /// What the workers of a run can access.
    /// - Parameters:
    ///   - calls: the generators of single calls, besides those of the registry.
    ///   - writing: folders that images are written to.
    ///   - reading: files and folders with sources outside `MEDIA_ROOT`.
    func confinement(of calls: [Generator] = [], writing: [String], reading: [String] = []) -> Confinement {
        let generators = Array(generators) + calls
        let processors = generators.flatMap { $0.spec.resolvingPaths(from: $0.folder).processors }
        let named = processors.flatMap { $0.given.values.flatMap(\.paths) }
        return Confinement(
            sandbox: settings.sandbox,
            readable: Set([settings.mediaRoot] + generators.map(\.folder) + named + reading).sorted(),
            writable: writing,
            memory: settings.limits.memory,
            runsPrograms: processors.contains(where: \.step.runsProgram)
        )
    }
}

extension Value {
    /// The absolute paths in a value, such as those of overlays, fonts, and profiles.
    fileprivate var paths: [String] {
        switch self {
        case .string(let text): text.hasPrefix("/") ? [text] : []
        case .tuple(let values): values.flatMap(\.paths)
        case .dictionary(let values): values.values.flatMap(\.paths)
        default: []
        }
    }
}
