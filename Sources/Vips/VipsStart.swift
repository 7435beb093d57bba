import CVips
import Synchronization
import VipsLoader

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Loads and starts libvips only when it is needed. Some jobs do not need it, and loading it takes longer than making a
/// thumbnail.
enum VipsStart {
    private struct State {
        var options = LibVips.StartOptions()
        var isStarted = false
    }

    private static let state = Mutex(State())

    /// The failure to load libvips, or nil. A process loads libvips only once.
    private static let loadFailure = load()
    /// The failure to load or start libvips, or nil. A process starts libvips only once.
    private static let startFailure = start()

    static var isStarted: Bool { state.withLock { $0.isStarted } }

    static func set(_ options: LibVips.StartOptions) { state.withLock { $0.options = options } }

    /// Loads the library without starting it.
    static func loaded() throws(LibVipsStartError) {
        if let loadFailure { throw loadFailure }
    }

    static func started() throws(LibVipsStartError) {
        if let startFailure { throw startFailure }
    }

    /// Starts libvips if it is not running. If libvips cannot start, ends the process with a message to standard error.
    /// The parent then reports that the worker cannot start.
    static func require() {
        if let startFailure { startFailure.endProcess() }
    }

    /// Loads libvips if it is not loaded. If libvips cannot be loaded, ends the process like `require`.
    static func requireLibrary() {
        if let loadFailure { loadFailure.endProcess() }
    }

    private static func load() -> LibVipsStartError? {
        guard let reason = vips_loader_load() else { return nil }
        return LibVipsStartError(missing: String(cString: reason))
    }

    private static func start() -> LibVipsStartError? {
        if let loadFailure { return loadFailure }
        let options = state.withLock { $0.options }
        if options.checksLeaks { vips_leak_set(1) }
        guard VipsModules.withoutLoading({ vips_init("imagekit") }) == 0 else {
            return LibVipsStartError(unstarted: VipsError.taken(by: "vips_init"))
        }
        VipsWarnings.collect()
        vips_concurrency_set(1)
        vips_cache_set_max(0)
        vips_cache_set_max_mem(0)
        vips_cache_set_max_files(0)
        VipsModules.blockUntrusted()
        if options.keepsCompiledCodeInMemory { keepCompiledCodeInMemory() }
        state.withLock { $0.isStarted = true }
        return nil
    }

    /// Makes Orc, which compiles code for libvips, keep this code in memory. By default, Orc maps the code from a file
    /// in the first of these folders that it can write to: `XDG_RUNTIME_DIR`, `HOME`, `TMPDIR`, and `/tmp`. If the disk
    /// or a quota is full, an access to such a file kills the process with a signal.
    ///
    /// This function does not affect the temporary files of libvips: before `TMPDIR` changes, `g_get_tmp_dir` reads the
    /// path of their folder, and GLib does not read the path again.
    private static func keepCompiledCodeInMemory() {
        _ = g_get_tmp_dir()
        // Of the four folders, a confined process can write only to the one in `TMPDIR`. `/dev/null` is not a folder,
        // so Orc cannot create a file in it. Orc then maps memory without a file.
        setenv("TMPDIR", "/dev/null", 1)
        // A process that is not confined can usually write to `HOME` and to `/tmp`. So give Orc a folder in memory,
        // which it tries first. If the process cannot run code in this folder (`noexec`), Orc uses `HOME`. Do not
        // change `HOME`, because fonts can be in it.
        setenv("XDG_RUNTIME_DIR", "/dev/shm", 1)
    }
}

/// libvips cannot be loaded or started.
package struct LibVipsStartError: Error, CustomStringConvertible {
    package let description: String
    /// The exit code of a process that cannot load or start libvips. The dynamic loader uses the same code if a library
    /// is missing.
    package let exitCode: Int32 = 127

    /// - Parameter reason: the message of the dynamic loader.
    init(missing reason: String) {
        description =
            "cannot load libvips (\(reason)): install libvips 8.14 or newer, such as Debian's package libvips42"
    }

    init(unstarted error: VipsError) {
        description = "\(error)"
    }

    fileprivate func endProcess() -> Never {
        let message = Array("imagekit-worker: \(description)\n".utf8)
        _ = message.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        _exit(exitCode)
    }
}
