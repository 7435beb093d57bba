import CVips
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The modules of libvips, which contain the operations of some formats and load the large libraries of their codecs.
///
/// By default, libvips loads all its modules when it starts. Loading them takes longer than the rest of the start of a
/// worker, and most workers need no module. So ImageKit loads a module only when the first operation of the module is
/// used. A libvips without modules has all operations from the start.
enum VipsModules {
    /// The module of the operations whose names start with a prefix. `pdfload`, for example, is in `vips-poppler`.
    private static let modules = [
        "heif": "vips-heif", "jxl": "vips-jxl", "pdf": "vips-poppler", "magick": "vips-magick",
        "openslide": "vips-openslide",
    ]

    private struct State {
        var loaded: Set<String> = []
        /// The classes that are allowed although libvips marks them as untrusted: the JPEG XL saver, and the classes
        /// that a job allows.
        var allowedClasses: Set<String> = ["VipsForeignSaveJxl"]
    }

    private static let state = Mutex(State())

    /// The folder that libvips loads its modules from, next to the library. It is nil if the folder of the library is
    /// not known.
    private static let folder = LibVips.folder.map { folder in
        let version = LibVips.version
        return "\(folder)/vips-modules-\(version.major).\(version.minor)"
    }

    /// Runs `start`, which calls `vips_init`, and prevents libvips from loading its modules.
    ///
    /// libvips searches for its modules below the path in `VIPSHOME`. So this function sets `VIPSHOME` to a path
    /// without modules.
    static func withoutLoading<Result>(_ start: () -> Result) -> Result {
        // If `load` cannot find or load the modules later, let libvips load them now. Do the same if the user has set
        // `VIPSHOME`, because the modules can then be below that path.
        guard folder != nil, GLibModules.available != nil, getenv("VIPSHOME") == nil else { return start() }
        setenv("VIPSHOME", "/dev/null", 1)
        defer { unsetenv("VIPSHOME") }
        return start()
    }

    /// Loads the module that contains the operation.
    /// - Returns: whether a module was loaded, so that the operation can now exist.
    static func load(for operation: String) -> Bool {
        guard let folder, let functions = GLibModules.available,
            let name = modules.first(where: { operation.hasPrefix($0.key) })?.value
        else { return false }
        return state.withLock { state in
            guard state.loaded.insert(name).inserted,
                let module = functions.open("\(folder)/\(name).so", G_MODULE_BIND_LOCAL.rawValue)
            else { return false }
            // The types of a module stay registered until the process ends, so the module must stay loaded.
            functions.makeResident(module)
            block(except: state.allowedClasses)
            return true
        }
    }

    /// Blocks the classes that libvips marks as untrusted, except `allowedClasses`. The JPEG XL saver is one of the
    /// allowed classes, because a saver handles only pixels that the worker computed.
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

/// The functions of GLib that load modules. They are searched for at run time, because a libvips that contains GLib and
/// all codecs does not export them.
private struct GLibModules: Sendable {
    typealias Open = @convention(c) (UnsafePointer<CChar>, UInt32) -> OpaquePointer?
    typealias MakeResident = @convention(c) (OpaquePointer) -> Void

    /// `g_module_open`, with a path and flags.
    let open: Open
    /// `g_module_make_resident`
    let makeResident: MakeResident

    /// The functions, or nil if the process does not contain them.
    static let available: GLibModules? = {
        guard let open = dlsym(nil, "g_module_open"), let makeResident = dlsym(nil, "g_module_make_resident") else {
            return nil
        }
        return GLibModules(
            open: unsafeBitCast(open, to: Open.self),
            makeResident: unsafeBitCast(makeResident, to: MakeResident.self)
        )
    }()
}
