import Files
import ImageSpecs
import Registry
import WorkerProtocol

extension Registry {
    /// Returns the confinement of the workers of a run: the files and folders that they can access.
    /// - Parameters:
    ///   - calls: generators of single calls, in addition to the generators of the registry.
    ///   - writing: folders that images are written to.
    ///   - reading: files and folders with sources outside `MEDIA_ROOT`.
    func confinement(of calls: [Generator] = [], writing: [String], reading: [String] = []) -> Confinement {
        let generators = Array(generators) + calls
        let processors = generators.flatMap { $0.spec.resolvingPaths(from: $0.folder).processors }
        // A path in a processor's argument must be the path of a file. Leave out folders, because a worker could read
        // all files in them.
        let named = processors.flatMap(\.paths).filter { $0.hasPrefix("/") && !isFolder($0) }
        return Confinement(
            sandbox: settings.sandbox,
            readable: Set([settings.mediaRoot] + generators.map(\.folder) + named + reading).sorted(),
            writable: writing,
            memory: settings.limits.memory,
            runsPrograms: processors.contains(where: \.runsProgram)
        )
    }
}
