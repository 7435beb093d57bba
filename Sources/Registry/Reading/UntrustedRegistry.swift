import Files
import ImageSpecs

/// Restricts a registry whose author is not trusted, such as the registry of a pull request. Such a registry reads and
/// writes only files in its own folder. It runs no program, connects to no server, and does not notify a Django site.
/// It uses no loader that libvips marks as untrusted, does not turn off the confinement, and can only lower limits.
struct UntrustedRegistry: Sendable {
    /// The folder of the top-level registry, as an absolute path.
    private let folder: String
    /// The path of the same folder after resolving all symbolic links.
    private let resolved: String

    init(folder: String) {
        self.folder = folder
        resolved = resolvedPath(folder) ?? folder
    }

    // MARK: - Files

    /// Reports a file if it is outside the folder.
    func checkFile(_ path: String, at node: RegistryNode) {
        guard !contains(path) else { return }
        node.problem("\(path) is outside \(folder), the folder of the untrusted registry")
    }

    /// Returns whether a file or a folder is in the folder of the registry, after resolving all symbolic links.
    func contains(_ path: String) -> Bool {
        // A run creates missing files and folders, so the path may not exist yet. `resolvedNewPath` also follows the
        // links in such a path.
        resolvedNewPath(path).map { isPath($0, in: resolved) } ?? false
    }

    static let connectsToNoServer = "an untrusted registry connects to no server"

    // MARK: - Source groups

    func check(_ group: SourceGroup, at node: RegistryNode) {
        switch group.members {
        case .list(let path?): checkFile(path, at: node.member("list"))
        case .sqlite(let path, _): checkFile(path, at: node.member("sqlite"))
        case .command: node.member("command").problem("an untrusted registry runs no program")
        case .bucket: node.member("s3").problem(Self.connectsToNoServer)
        case .postgresql: node.member("postgresql").problem(Self.connectsToNoServer)
        case .glob, .files, .list(path: nil), .table: break
        }
        if group.followsOutside {
            node.member("follow_outside").problem("an untrusted registry reads no source outside MEDIA_ROOT")
        }
    }

    // MARK: - Settings

    /// Checks the settings in the registry. Settings from the environment and the command line are trusted, so this
    /// function ignores them.
    /// - Parameter node: the registry's `settings`.
    func checkSettings(_ node: RegistryNode) {
        let given = SettingsReader(folder: folder, environment: [:], log: ProblemLog()).settings(node)
        let defaults = Settings(mediaRoot: folder)
        for (name, isHigher) in Self.comparisons(given, defaults) where isHigher {
            let option = name.replacing("_", with: "-")
            node.member(name).problem(
                "an untrusted registry only lowers limits: remove it, or give --\(option) on the command line"
            )
        }
        if given.allowExec { node.member("allow_exec").problem("an untrusted registry runs no program") }
        if given.sandbox == .off {
            node.member("sandbox").problem("an untrusted registry does not turn off the confinement of workers")
        }
        if given.limits.formats.contains(where: { $0.untrustedLoader != nil }) {
            node.member("allow_loaders").problem("an untrusted registry uses no loader that libvips marks as untrusted")
        }
        checkFile(given.mediaRoot, at: node.member("MEDIA_ROOT"))
        if let folder = given.storage?.location { checkFile(folder, at: node.member("IMAGEKIT_DEFAULT_FILE_STORAGE")) }
        if given.storesInBucket {
            node.member("IMAGEKIT_DEFAULT_FILE_STORAGE").problem(Self.connectsToNoServer)
        }
        if given.sharedState != nil { node.member("IMAGEKIT_SHARED_STATE").problem(Self.connectsToNoServer) }
        if given.djangoCache != nil {
            node.member("notify_django_cache").problem("an untrusted registry writes to no cache of a site")
        }
        if let folder = given.spoolDir { checkFile(folder, at: node.member("IMAGEKIT_SPOOL_DIR")) }
        if let folder = given.stateDir { checkFile(folder, at: node.member("IMAGEKIT_STATE_DIR")) }
    }

    /// Reports the cache folder if a link in its path leads out of the folder of the registry. A run writes to the
    /// cache folder, and the author of the registry can also provide the link.
    /// - Parameters:
    ///   - settings: the settings of the run. If the storage root is outside the folder of the registry, the cache
    ///     folder is not checked: `checkSettings` refuses such a root in the registry, so it comes from the environment
    ///     and is trusted.
    ///   - registry: the complete top-level registry, because its `settings` can be absent.
    func checkCacheFolder(_ settings: Settings, at registry: RegistryNode) {
        guard contains(settings.storageRoot), !contains(settings.cacheFolder) else { return }
        registry.member("settings").member("IMAGEKIT_CACHEFILE_DIR").problem(
            "the cache folder \(settings.cacheFolder) is outside \(folder), the folder of the untrusted registry: "
                + "replace the link in its path with a folder"
        )
    }

    /// Returns for each limit whether the value in the registry is higher than the default.
    private static func comparisons(_ given: Settings, _ defaults: Settings) -> [(name: String, isHigher: Bool)] {
        let (limits, usual) = (given.limits, defaults.limits)
        return [
            ("max_pixels", limits.pixels > usual.pixels), ("max_frames", limits.frames > usual.frames),
            ("max_file_size", limits.fileBytes > usual.fileBytes),
            ("max_output_size", limits.outputBytes > usual.outputBytes),
            ("max_memory", limits.memory > usual.memory), ("timeout", given.timeout > defaults.timeout),
        ]
    }
}
