#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import WorkerProtocol

extension Confinement {
    /// Whether `apply` tries to restrict the access to files on Linux.
    package var restrictsFiles: Bool { sandbox != .off && !runsPrograms }

    /// Confines this process and its child processes until they end.
    ///
    /// Call this method while the process has only one thread, because the kernel confines only the calling thread and
    /// the threads that this thread starts later.
    /// - Parameter libraryFolder: the folder that libvips was or will be loaded from; nil if the folder is not known.
    /// - Throws: `ConfinementError` if the sandbox is required and a part of the sandbox is not available.
    package func apply(libraryFolder: String?) throws -> Protection {
        var protection = Protection()
        protection.limitsMemory = MemoryLimit.set(memory)
        MemoryLimit.reportOutOfMemoryOnCrash()
        // Libraries write temporary files to the folder in TMPDIR, so set TMPDIR to a folder that the worker can write
        // to.
        if let folder = writable.first { setenv("TMPDIR", folder, 1) }
        guard sandbox != .off else { return protection }
        #if canImport(Glibc)
            do {
                try SystemCallFilter(runsPrograms: runsPrograms).install()
                protection.filtersCalls = true
            } catch {
                protection.obstacles.append("system calls are not filtered: \(error)")
            }
            if runsPrograms {
                protection.obstacles.append(
                    "programs (exec) can access all files and the network, and so can their worker"
                )
            } else {
                do {
                    let read = readable + SystemFiles.needed + [libraryFolder].compactMap(\.self)
                    protection.landlock = try Landlock.confine(reading: read, writing: writable)
                    protection.readable = Set(read + writable).filter { access($0, F_OK) == 0 }.sorted()
                } catch {
                    protection.obstacles.append("file access is not restricted (Landlock): \(error)")
                }
            }
        #else
            protection.obstacles.append("workers are confined only on Linux")
        #endif
        if sandbox == .required, let obstacle = protection.obstacles.first {
            throw ConfinementError(description: "\"sandbox\" is \"required\", but \(obstacle)")
        }
        return protection
    }
}
