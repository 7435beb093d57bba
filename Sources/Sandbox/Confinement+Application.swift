#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import WorkerProtocol

extension Confinement {
    /// Confines this process and all that it starts, for good. To be called while it has one thread: the kernel confines the
    /// thread that asks, and those that it starts.
    /// - Parameter libraryFolder: where libvips was loaded from; nil if that is not known.
    /// - Throws: `ConfinementFailure` where what is required cannot be had.
    package func apply(libraryFolder: String?) throws -> Protection {
        var protection = Protection()
        protection.limitsMemory = MemoryLimit.set(memory)
        MemoryLimit.isToldByLastWords()
        // Where libraries look for a place for temporary files, one that may be written to.
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
                    "programs (exec) may touch all files and the network, and so may their worker"
                )
            } else {
                do {
                    protection.landlock = try Landlock.confine(
                        reading: readable + SystemFiles.needed + [libraryFolder].compactMap(\.self),
                        writing: writable
                    )
                } catch {
                    protection.obstacles.append("files are not kept apart (Landlock): \(error)")
                }
            }
        #else
            protection.obstacles.append("workers are confined on Linux alone")
        #endif
        if sandbox == .required, let obstacle = protection.obstacles.first {
            throw ConfinementFailure(description: "\"sandbox\" is \"required\", but \(obstacle)")
        }
        return protection
    }
}

/// What the system would not do, and why.
package struct ConfinementFailure: Error, CustomStringConvertible {
    package let description: String
}
