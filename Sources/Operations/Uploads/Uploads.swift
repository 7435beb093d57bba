import Files
import ImageHeaders
import ImageSpecs
import Registry
import SourceGroups
import Synchronization
import WorkerProtocol
import Workers

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Processes files once and stores only the results: django-imagekit's `ProcessedImageField`.
///
/// Each result is written to a hidden file on the file system of its target. Then it is moved to a name that no file
/// has. So a stored file is always complete, and existing files are never replaced. No lock is taken, so an upload does
/// not wait for a batch.
package struct Uploads: Sendable {
    private let registry: Registry
    private let generator: Generator
    private let folder: UploadFolder
    private let options: GenerationOptions

    /// - Parameters:
    ///   - request: the generator that processes the files.
    ///   - uploadTo: a folder relative to `MEDIA_ROOT`, with strftime's fields.
    package init(
        _ request: ImageRequest,
        registry: Registry,
        to uploadTo: String,
        options: GenerationOptions
    ) throws(UploadError) {
        self.registry = registry
        generator = request.generator
        folder = try UploadFolder(uploadTo, at: currentSeconds(), registry.settings)
        self.options = options
    }

    /// - Parameter files: paths of files in any folder. The files are only read.
    /// - Returns: one answer per file, in the same order.
    /// - Throws: `ProcessLimitError`, `MissingExecutableError`, `WorkerStartError`, and `CancellationError`; nothing is
    ///   stored in these cases.
    package func store(_ files: [String]) async throws -> [CacheFileAnswer] {
        let jobs = files.enumerated().map { job(id: $0, file: $1) }
        let valid = jobs.compactMap { try? $0.get() }
        defer {
            for target in valid.compactMap(\.outputs[0].target) {
                unlink(target.temporaryPath)
                unlink(target.path)
            }
        }
        let outcomes = try await outcomes(of: valid)
        // Store the results in the order of the call. Otherwise the speed of the workers would decide which of several
        // files with the same name keeps this name.
        return zip(files, jobs).map { file, job in
            CacheFileAnswer(
                generator: generator.id,
                origin: ImageOrigin(key: file),
                result: job.flatMap { job in
                    (outcomes[job.id] ?? .failure(.noResult)).flatMap { store($0, of: job) }
                }
            )
        }
    }

    private func job(id: Int, file: String) -> Result<Job, Outcome.Failure> {
        let path = file.hasPrefix("/") ? file : absolutePath(".") + "/" + file
        return spec(of: path).map { job(id: id, file: file, path: path, $0) }
    }

    /// Returns the spec with its fields filled in. The file has no columns and no sidecar. So if the call does not set
    /// a field, its value comes from the header of the file, or else is the default.
    private func spec(of path: String) -> Result<ImageSpec, Outcome.Failure> {
        let spec = generator.spec
        guard spec.hasFields else { return .success(spec) }
        do throws(FieldError) {
            let filled = try spec.filled { name throws(FieldError) in
                guard FieldReference.ofSource.contains(name) else { return nil }
                guard let header = SourceHeader.read(path) else {
                    throw .unreadable("\(name) is unknown: the file does not start with the header of an image")
                }
                return header.value(ofField: name, isUpright: spec.extensions.autorotate)
            }
            return .success(filled)
        } catch {
            guard case .missing = error else {
                return .failure(Outcome.Failure(code: .badField, message: "\(error)"))
            }
            let message = "\(error): set it with --set, or give the argument a default"
            return .failure(Outcome.Failure(code: .missingField, message: message))
        }
    }

    private func job(id: Int, file: String, path: String, _ spec: ImageSpec) -> Job {
        let hidden = "\(folder.existing)/.imagekit-\(getpid())-\(currentTime())-\(id)"
        let output = Job.Output(
            spec: spec.resolvingPaths(from: generator.folder),
            target: Job.Target(
                temporaryPath: hidden + ".part",
                path: hidden,
                mode: registry.settings.fileMode,
                folderMode: registry.settings.folderMode
            )
        )
        return Job(id: id, source: file, path: path, outputs: [output], limits: registry.settings.limits)
    }

    /// Returns the result of each job by the id of the job. A job without a result is left out.
    private func outcomes(of jobs: [Job]) async throws -> [Int: Result<Outcome.MadeImage, Outcome.Failure>] {
        guard !jobs.isEmpty else { return [:] }
        let workers = try options.runners.availableWorkers(atMost: options.jobs)
        let next = Mutex(0)
        let ended = Mutex<[Int: Result<Outcome.MadeImage, Outcome.Failure>]>([:])
        let queue = WorkerPool.Queue(
            next: { _ in
                next.withLock { next in
                    defer { next += 1 }
                    return next < jobs.count ? [jobs[next]] : []
                }
            },
            ended: { job, result in ended.withLock { $0[job.id] = result.flatMap(Self.image) } }
        )
        try await options.runners.makeRunner(
            count: min(workers, jobs.count),
            limits: WorkerPool.TimeLimits(perImage: registry.settings.timeout),
            confinement: confinement(of: jobs)
        ).run(queue)
        return ended.withLock(\.self)
            .mapValues { $0.mapError { $0.advised(in: folder.path) } }
    }

    private func confinement(of jobs: [Job]) -> Confinement {
        registry.confinement(
            of: [generator],
            writing: [folder.existing],
            reading: OutsideSources.joined(jobs.map(\.path))
        )
    }

    private static func image(_ outcome: Outcome) -> Result<Outcome.MadeImage, Outcome.Failure> {
        switch outcome.results.first {
        case .some(.some(.made(let image))): .success(image)
        case .some(.some(.failed(let failure))): .failure(failure)
        case .some(.none), .none: .failure(.noResult)
        }
    }

    // MARK: - Storing

    private func store(
        _ image: Outcome.MadeImage,
        of job: Job
    ) -> Result<CacheFileAnswer.Image, Outcome.Failure> {
        guard let target = job.outputs[0].target else { return .failure(.noResult) }
        let given = SourceName.split(job.source).last
        let ending = image.format.suggestedExtension(forSource: given)
        let wanted = UploadName.fitting(SourceName.splitExtension(given).stem, ending)
        guard let name = UploadName.valid(wanted) else {
            return .failure(Outcome.Failure(code: .cannotWrite, message: "no file name can be made of \"\(given)\""))
        }
        do throws(FileError) {
            try makeFolder(folder.path, registry.settings.folderMode)
            // The stored file is the only copy of the result. So return its name only after its content and its name
            // are on the disk.
            try syncFile(target.path)
            let stored = try move(target.path, as: name)
            try syncFolders(from: folder.existing, to: folder.path)
            return .success(
                CacheFileAnswer.Image(
                    name: folder.name(of: stored),
                    made: image,
                    isNew: true,
                    srcset: []
                )
            )
        } catch {
            return .failure(Outcome.Failure(code: .cannotWrite, message: "\(error)"))
        }
    }

    /// Moves a file to the name `wanted`. If a file with this name exists, an alternative name is used. Two processes
    /// never get the same name.
    private func move(_ path: String, as wanted: String) throws(FileError) -> String {
        var random = SystemRandomNumberGenerator()
        var name = wanted
        while true {
            let destination = folder.path + "/" + name
            if try moveWithoutReplacing(path, to: destination) { return name }
            name = UploadName.alternative(to: wanted, using: &random)
        }
    }
}
