import CVips
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The modules of libvips, which contain the operations of some formats and load the large libraries of their codecs.
///
/// libvips loads all its modules when it starts. That takes longer than the rest of the start of a worker, and most workers need
/// none of them. So a module is loaded when its first operation is used. A libvips without modules has all operations from
/// the start.
enum VipsModules {
    /// The module of the operations whose names start with a prefix. `pdfload`, for example, is in `vips-poppler`.
    private static let modules = [
        "heif": "vips-heif", "jxl": "vips-jxl", "pdf": "vips-poppler", "magick": "vips-magick",
        "openslide": "vips-openslide",
    ]

    private struct State {
        var loaded: Set<String> = []
        /// The classes that a job has allowed, although libvips marks them as untrusted.
        var allowedClasses: Set<String> = ["VipsForeignSaveJxl"]
    }

    private static let state = Mutex(State())

    /// The folder that libvips loads its modules from, next to the library. It is nil if it is unknown.
    private static let folder = LibVips.folder.map { folder in
        let version = LibVips.version
        return "\(folder)/vips-modules-\(version.major).\(version.minor)"
    }

    /// Runs `vips_init` in a way that it loads no modules.
    ///
    /// libvips searches for its modules below the prefix in `VIPSHOME`.
    static func withoutLoading<Result>(_ start: () -> Result) -> Result {
        // The modules could not be found later.
        guard folder != nil, getenv("VIPSHOME") == nil else { return start() }
        setenv("VIPSHOME", "/dev/null", 1)
        defer { unsetenv("VIPSHOME") }
        return start()
    }

    /// Loads the module that contains the operation.
    /// - Returns: whether a module was loaded, so that the operation can now exist.
    static func load(for operation: String) -> Bool {
        guard let folder, let name = modules.first(where: { operation.hasPrefix($0.key) })?.value else { return false }
        return state.withLock { state in
            guard state.loaded.insert(name).inserted,
                let module = g_module_open("\(folder)/\(name).so", G_MODULE_BIND_LOCAL)
            else { return false }
            // The types of libvips stay registered until the process ends.
            g_module_make_resident(module)
            block(except: state.allowedClasses)
            return true
        }
    }

    /// Blocks the classes that libvips marks as untrusted. Savers are among them, but savers only handle our own pixels.
    static func blockUntrusted() {
        state.withLock { block(except: $0.allowedClasses) }
    }

    /// Allows a class that libvips marks as untrusted, now or when its module is loaded.
    static func allow(_ name: String) {
        state.withLock { state in
            state.allowedClasses.insert(name)
            vips_operation_block_set(name, 0)
        }
    }

    private static func block(except allowed: Set<String>) {
        vips_block_untrusted_set(1)
        for name in allowed { vips_operation_block_set(name, 0) }
    }
}
