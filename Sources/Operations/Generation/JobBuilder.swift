import CacheState
import Files
import ImageSpecs
import Planning
import Registry
import SourceGroups
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Converts a planned source to a job for a worker.
struct JobBuilder: Sendable {
    let planner: Planner
    let folder: CacheTree
    /// The source groups of all generators.
    private let groups: Set<String>

    init(planner: Planner, folder: CacheTree) {
        self.planner = planner
        self.folder = folder
        groups = Set(planner.registry.generators.flatMap(\.groups))
    }

    private var specs: SpecResolver { planner.specs }
    private var registry: Registry { planner.registry }

    func naming(of image: PlannedImage) -> CacheFileNaming { planner.naming(of: image) }

    /// Whether the name of at least one image of the item depends on the source's content.
    func namesDependOnContent(_ item: PlannedWork.Item) -> Bool {
        item.images.contains { naming(of: $0).dependsOnContent }
    }

    /// Returns a job with all outputs that the registry has for the source. Only the requested outputs have targets.
    /// The worker plans decoding for all outputs, so that the bytes of an image do not depend on which images are
    /// requested.
    /// - Parameter copy: the path of the local copy of a source in a bucket.
    func job(id: Int, for item: PlannedWork.Item, copy: String? = nil) -> Job {
        var taken: Set<ByteName> = []
        let outputs = outputs(for: item).enumerated().map { index, output in
            var target: Job.Target?
            // Generators with the same naming share their file, so only one of their outputs has a target.
            let image = item.images.first { naming(of: $0).identity == output.naming.identity }
            if let name = image?.name, taken.insert(ByteName(name)).inserted {
                target = Job.Target(
                    temporaryPath: folder.temporaryPath("\(getpid())-\(id)-\(index)"),
                    path: registry.settings.cachePath(of: name),
                    root: folder.path,
                    mode: registry.settings.fileMode,
                    folderMode: registry.settings.folderMode
                )
            }
            let folder = registry.generators[output.generator].folder
            return Job.Output(spec: output.spec.resolvingPaths(from: folder), target: target)
        }
        return Job(
            id: id,
            source: item.origin.key,
            path: copy ?? registry.settings.path(of: item.origin.key),
            outputs: outputs,
            limits: registry.settings.limits
        )
    }

    /// Returns all outputs that the registry has for the source. A single call can request an image with a spec that
    /// none of these outputs has. For such an image, returns only its own output, so that its bytes do not depend on
    /// the outputs of the registry.
    private func outputs(for item: PlannedWork.Item) -> [Output] {
        let wanted = item.images.map { Output(generator: $0.generator, spec: spec($0), naming: naming(of: $0)) }
        let fields = specs.fields(of: item.origin, item.record.stamp, header: item.record.header)
        let registered = generators(of: item.origin).filter { specs.applies($0, fields) }.compactMap { generator in
            wanted.first { $0.generator == generator } ?? output(of: generator, fields)
        }
        let others = wanted.filter { output in !registered.contains { $0.spec == output.spec } }
        // A single call can request an image that has the spec of a registered output but another name. Make this image
        // together with all outputs of the registry, so that it has the same bytes as the image of the registry.
        let renamed = wanted.filter { output in !registered.contains { $0.generator == output.generator } }
        return others.isEmpty ? registered + renamed : others
    }

    private struct Output {
        let generator: GeneratorID
        let spec: ImageSpec
        let naming: CacheFileNaming
    }

    private func spec(_ image: PlannedImage) -> ImageSpec {
        image.spec?.spec ?? registry.generators[image.generator].spec
    }

    /// The output of a generator for a source; nil if the source lacks a field of the generator.
    private func output(of generator: GeneratorID, _ fields: SourceFields) -> Output? {
        guard specs.isDynamic(generator) else {
            let spec = registry.generators[generator].spec
            return Output(generator: generator, spec: spec, naming: specs.namings[generator])
        }
        return (try? specs.spec(of: generator, fields).get()).map { resolved in
            Output(generator: generator, spec: resolved.spec, naming: resolved.naming)
        }
    }

    /// The generators whose groups contain the source, in the order of the registry.
    func generators(of origin: ImageOrigin) -> [GeneratorID] {
        // The outputs of a source are in one job because they share its decoding. A canvas has no source, so its job
        // needs no other outputs.
        guard case .source(let source) = origin else { return [] }
        let own = groups.filter { planner.catalog.group($0, contains: source) }
        return registry.generators.indices.filter { !own.isDisjoint(with: registry.generators[$0].groups) }
    }
}
