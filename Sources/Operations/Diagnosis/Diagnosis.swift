import CacheState
import Files
import ImageSpecs
import Registry
import WorkerProtocol
import Workers

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The report of `imagekit doctor`: what is installed and active.
package struct Diagnosis: Sendable {
    /// The libvips of the worker: its version, its folder, and its formats.
    package struct LibVips: Sendable {
        package let version: String
        package let folder: String?
        package let read: [String]
        package let written: [String]
        /// The formats that cannot be loaded or saved because a codec is missing, each with the reason.
        package let missing: [(format: String, reason: String)]
    }

    /// The absolute path of the registry, or the reason why the default settings are used instead.
    package let registry: String
    /// The user of this process, such as `www-data (33)`.
    package let user = userName(geteuid())
    package let mediaRoot: FolderDiagnosis
    package let cacheFolder: FolderDiagnosis
    /// The processes that hold the lock of the cache folder.
    package let lockHolders: [LockHolders.Holder]
    /// The numbers of sources; nil if the registry is not valid.
    package let tally: SourceTally?
    /// The path of the worker; nil if no worker is found.
    package let worker: String?
    package let libvips: LibVips?
    package let sandbox: String
    /// The protections that a worker reports if it has the same confinement as in a run.
    package let protection: [String]
    package let obstacles: [String]
    /// The files and folders that a worker can read; nil if it can read all files.
    package let readable: [String]?
    package let limits: [Limit]
    /// The name of the cache backend that runs use.
    package let state: String
    /// The problems that do not prevent images from being made. For example, runs keep no state if the file system has
    /// no locks.
    package let warnings: [String]
    /// The problems that prevent some or all images from being made; empty if there are none.
    package let failures: [String]

    /// A limit in force: the name of its setting and its value.
    package struct Limit: Sendable {
        package let name: String
        package let value: String
        /// The value with its unit.
        package let readable: String
    }

    package var isSound: Bool { failures.isEmpty }

    /// - Parameters:
    ///   - registry: the path on the command line; nil if the option is not given.
    ///   - isUntrusted: whether the registry is restricted, because its author is not trusted.
    package init(registry path: String?, isUntrusted: Bool = false, environment: [String: String]) {
        var loaded: Registry?
        var failures: [String] = []
        do throws(RegistryError) {
            loaded = try Registry.load(
                path: path,
                isOptional: true,
                forNamesOnly: true,
                isUntrusted: isUntrusted,
                environment: environment
            ) { query in
                try WorkerQuery.ask(query, environment: environment)
            }
            registry = loaded.map(Self.location) ?? ""
        } catch {
            let problems = error.problems.map { "\($0)".withoutSecrets() }
            registry = "not used: \(problems.first ?? "it is not valid")"
            failures += problems
        }
        let settings = loaded?.settings ?? Settings(mediaRoot: absolutePath("."))
        mediaRoot = FolderDiagnosis(settings.mediaRoot)
        cacheFolder = FolderDiagnosis(settings.cacheFolder)
        if !mediaRoot.exists {
            failures.append("there is no folder \(mediaRoot.path): make it, or correct MEDIA_ROOT")
        } else if mediaRoot.facts?.isReadable == false {
            failures.append("cannot read \(mediaRoot.path)" + readingRemedy(mediaRoot.path, .permissionDenied))
        }
        let tree = CacheTree(settings: settings)
        if let obstacle = cacheFolder.obstacle(in: tree.path)
            ?? FolderDiagnosis(tree.privatePath).obstacle(in: tree.path)
        {
            failures.append(obstacle)
        } else if let obstacle = Self.obstacle(toStateOf: tree, settings) {
            failures.append(obstacle)
        }
        lockHolders = LockHolders(of: tree.lockPath).holders
        tally = loaded.map { SourceTally($0) }
        failures += tally?.problems.filter { !failures.contains($0) } ?? []
        sandbox = settings.sandbox.rawValue
        limits = Setting.all.filter { $0.group == .limits && $0.name != "sandbox" }.map { setting in
            Limit(name: setting.name, value: setting.text(in: settings), readable: setting.readableText(in: settings))
        }
        let supported = loaded?.withSupportedState()
        state = "\((supported?.registry.settings ?? settings).cacheBackendKind)"
        warnings = [supported?.warning].compactMap(\.self)
        worker = try? WorkerExecutable.find(environment: environment)
        let confinement =
            loaded?.confinement(writing: tree.writtenFolders)
            ?? Confinement(sandbox: .auto, memory: settings.limits.memory)
        do {
            let query = Query(wantsFormats: true)
            let answer = try WorkerQuery.ask(query, environment: environment, confinement: confinement)
            let libvips = LibVips(answer)
            self.libvips = libvips
            let found = answer.protection
            protection = [
                found.landlock.map { "Landlock (ABI \($0))" }, found.filtersCalls ? "seccomp filter" : nil,
                found.filtersCalls ? "no new privileges" : nil, found.limitsMemory ? "limit of memory" : nil,
            ].compactMap(\.self)
            (obstacles, readable) = (found.obstacles, found.readable)
            if libvips.read.isEmpty || libvips.written.isEmpty { failures.append("libvips has no codec that works") }
        } catch {
            (libvips, protection, obstacles, readable) = (nil, [], [], nil)
            failures.append("\(error)".withoutSecrets())
        }
        self.failures = failures
    }

    /// The reason why a run cannot use the state, a lock file, or another of its own files; nil if it can.
    private static func obstacle(toStateOf tree: CacheTree, _ settings: Settings) -> String? {
        guard settings.cacheBackend.lifetime == .lasting else { return nil }
        do {
            try tree.checkUsability()
            return nil
        } catch {
            return "\(error.withRemedy(in: tree))"
        }
    }

    private static func location(of registry: Registry) -> String {
        let path = absolutePath(registry.path)
        return FileStamp(path: path) == nil ? "none: the defaults are used" : path
    }
}

extension Diagnosis.LibVips {
    fileprivate init(_ answer: Answer) {
        self.init(
            version: answer.libvips.version,
            folder: answer.libraryFolder,
            read: answer.formats.filter(\.isRead).map(\.name),
            written: answer.formats.filter(\.isWritten).map(\.name),
            missing: answer.formats.flatMap { format in format.obstacles.map { (format.name, $0) } }
        )
    }
}
