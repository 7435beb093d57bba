import CVips
import Synchronization

#if canImport(Glibc)
    import CLinux
    import Glibc
#endif

/// The libvips library: its start in a worker process, and the capabilities of its build.
package enum LibVips {
    /// The options in which the processes that use libvips differ.
    package struct StartOptions: Sendable {
        /// Whether libvips prints every object that is still alive when the process ends.
        package var checksLeaks = false
        /// Whether the code that libvips compiles stays in memory. This option sets `TMPDIR` to an unusable path, and
        /// changes `XDG_RUNTIME_DIR`. Use it only in a process that starts no programs, because programs inherit these
        /// variables.
        package var keepsCompiledCodeInMemory = false

        package init(checksLeaks: Bool = false, keepsCompiledCodeInMemory: Bool = false) {
            (self.checksLeaks, self.keepsCompiledCodeInMemory) = (checksLeaks, keepsCompiledCodeInMemory)
        }
    }

    /// Sets the options of the start. libvips starts when an operation, an image, a source, or a target is created for
    /// the first time.
    package static func prepare(_ options: StartOptions) { VipsStart.set(options) }

    /// Starts libvips for a process that handles one image at a time.
    ///
    /// libvips uses one thread, so that the bytes of an image do not depend on the machine. libvips uses no operation
    /// cache, so that memory does not grow from image to image. The loaders that libvips marks as untrusted
    /// (ImageMagick, PDF, SVG, and others) are blocked.
    package static func start() throws { try VipsStart.started() }

    /// Loads the library without starting it.
    package static func load() throws { try VipsStart.loaded() }

    /// Whether libvips runs in this process.
    package static var isStarted: Bool { VipsStart.isStarted }

    /// Clears the messages and the warnings of libvips about earlier files.
    package static func forgetMessages() {
        guard isStarted else { return }
        vips_error_clear()
        _ = VipsWarnings.taken()
    }

    /// The messages since libvips' error buffer was last cleared, including messages of operations that succeeded.
    package static var messages: String { isStarted ? String(cString: vips_error_buffer()) : "" }

    /// The warnings since the last access.
    package static var takenWarnings: [String] { VipsWarnings.taken() }

    /// Allows a class of operations that libvips marks as untrusted.
    package static func unblock(_ name: String) {
        VipsStart.require()
        VipsModules.allow(name)
        findings.withLock { $0.removeAll() }
    }

    /// Creates an operation, and first loads its module if that is necessary.
    /// - Returns: nil if this libvips does not have the operation. The reason is in libvips' messages.
    static func newOperation(_ name: String) -> UnsafeMutablePointer<VipsOperation>? {
        VipsStart.require()
        if let operation = vips_operation_new(name) { return operation }
        guard VipsModules.load(for: name) else { return nil }
        vips_error_clear()
        return vips_operation_new(name)
    }

    /// Frees the memory of libvips. Call this function only after all images are released.
    package static func shutdown() {
        if isStarted { vips_shutdown() }
    }

    /// The version of the loaded library, for example `(8, 14, 1)`. The version of the library can differ from the
    /// version of the headers.
    package static var version: (major: Int, minor: Int, micro: Int) {
        VipsStart.requireLibrary()
        return (Int(vips_version(0)), Int(vips_version(1)), Int(vips_version(2)))
    }

    /// The folder that the library was loaded from. It is nil if the path of the library is not known.
    package static var folder: String? { path.flatMap(VipsLibraryFile.folder) }

    /// The path of the shared library. It is nil if the dynamic loader does not report it.
    package static var path: String? {
        VipsStart.requireLibrary()
        #if canImport(Glibc)
            guard let symbol = dlsym(nil, "vips_init") else { return nil }
            var information = Dl_info()
            guard dladdr(symbol, &information) != 0, let name = information.dli_fname else { return nil }
            let path = String(cString: name)
            return path.contains("/") ? path : nil
        #else
            return nil
        #endif
    }

    /// The known results of `has`. They are kept, because `has` creates an operation with all its options. Creating an
    /// operation takes as long as encoding a tiny image.
    private static let findings = Mutex<[Capability: Bool]>([:])

    private struct Capability: Hashable {
        let operation: String
        let option: String?
    }

    /// Whether this libvips has the operation and allows it. The operations depend on the codecs that libvips was built
    /// with, and on the installed modules.
    package static func has(operation name: String) -> Bool {
        finding(Capability(operation: name, option: nil)) { $0.pointee.g_type_instance.isUsable }
    }

    /// Whether the operation has the option in this version of libvips.
    package static func has(option: String, of operation: String) -> Bool {
        finding(Capability(operation: operation, option: option)) { object in
            object.withMemoryRebound(to: VipsObject.self, capacity: 1) { Operation.specification($0, option) } != nil
        }
    }

    private static func finding(
        _ capability: Capability,
        _ examine: (UnsafeMutablePointer<GObject>) -> Bool
    ) -> Bool {
        if let known = findings.withLock({ $0[capability] }) { return known }
        var finding = false
        if let operation = newOperation(capability.operation) {
            finding = operation.withMemoryRebound(to: GObject.self, capacity: 1, examine)
            g_object_unref(operation)
        } else {
            vips_error_clear()
        }
        findings.withLock { $0[capability] = finding }
        return finding
    }
}

extension GTypeInstance {
    /// False for classes that `vips_block_untrusted_set` blocks.
    fileprivate var isUsable: Bool {
        guard let g_class else { return false }
        return g_class.withMemoryRebound(to: VipsOperationClass.self, capacity: 1) {
            $0.pointee.flags.rawValue & VIPS_OPERATION_BLOCKED.rawValue == 0
        }
    }
}
