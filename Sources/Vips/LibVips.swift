import CVips

#if canImport(Glibc)
    import CLinux
    import Glibc
#endif

/// libvips itself: starting it for one worker process, and asking what this build of it can do.
package enum LibVips {
    /// Starts libvips for a process that works on one image at a time.
    ///
    /// One thread and no operation cache: bytes do not depend on the machine, and memory does not grow from image to
    /// image. Loaders that libvips itself calls untrusted (ImageMagick, PDF, SVG, …) are refused for good.
    /// - Parameter checkLeaks: libvips prints every object that is still alive when the process ends.
    package static func start(checkLeaks: Bool = false) throws {
        if checkLeaks { vips_leak_set(1) }
        guard vips_init("imagekit") == 0 else { throw VipsError.taken(by: "vips_init") }
        VipsWarnings.collect()
        vips_concurrency_set(1)
        vips_cache_set_max(0)
        vips_cache_set_max_mem(0)
        vips_cache_set_max_files(0)
        vips_block_untrusted_set(1)
        // What is written is our own; libvips does not tell its savers from its loaders here.
        vips_operation_block_set("VipsForeignSaveJxl", 0)
    }

    /// Has the code that Orc compiles for libvips kept in memory. Orc would map it from a file in the folder for temporary
    /// files, and a disk that is full ends the process by a signal then.
    ///
    /// To be called before the first image. Libvips' own temporary files go where they did: GLib remembers the folder.
    package static func keepCompiledCodeInMemory() {
        _ = g_get_tmp_dir()
        // No folder, so nothing can be made in it.
        setenv("TMPDIR", "/dev/null", 1)
    }

    /// Forgets what libvips has said about earlier files.
    package static func forgetMessages() {
        vips_error_clear()
        _ = VipsWarnings.taken()
    }

    /// What libvips has said since, of operations that worked as well.
    package static var messages: String { String(cString: vips_error_buffer()) }

    /// Lets a class of operations that libvips does not trust be used.
    package static func unblock(_ name: String) { vips_operation_block_set(name, 0) }

    /// Frees what libvips holds; no image may be alive.
    package static func shutdown() {
        vips_shutdown()
    }

    /// The version in use, such as `(8, 14, 1)`; the headers' version may be another one.
    package static var version: (major: Int, minor: Int, micro: Int) {
        (Int(vips_version(0)), Int(vips_version(1)), Int(vips_version(2)))
    }

    /// The folder that the library was loaded from, where its modules are; nil where the loader does not tell.
    package static var folder: String? {
        #if canImport(Glibc)
            guard let symbol = dlsym(nil, "vips_init") else { return nil }
            var information = Dl_info()
            guard dladdr(symbol, &information) != 0, let name = information.dli_fname else { return nil }
            let path = String(cString: name)
            return path.lastIndex(of: "/").map { String(path[..<$0]) }
        #else
            return nil
        #endif
    }

    /// Whether this libvips has the operation and may run it: codecs are chosen when libvips is built, and some are
    /// installed as modules of their own.
    package static func has(operation name: String) -> Bool {
        guard let operation = vips_operation_new(name) else {
            vips_error_clear()
            return false
        }
        defer { g_object_unref(operation) }
        return operation.pointee.parent_instance.parent_instance.g_type_instance.isUsable
    }

    /// Whether the operation has the option in this version of libvips.
    package static func has(option: String, of operation: String) -> Bool {
        guard let operation = vips_operation_new(operation) else {
            vips_error_clear()
            return false
        }
        defer { g_object_unref(operation) }
        return operation.withMemoryRebound(to: VipsObject.self, capacity: 1) { Operation.specification($0, option) }
            != nil
    }
}

extension GTypeInstance {
    /// False for the classes that `vips_block_untrusted_set` has blocked.
    fileprivate var isUsable: Bool {
        guard let g_class else { return false }
        return g_class.withMemoryRebound(to: VipsOperationClass.self, capacity: 1) {
            $0.pointee.flags.rawValue & VIPS_OPERATION_BLOCKED.rawValue == 0
        }
    }
}
