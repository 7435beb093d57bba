/// What a worker can access before its first job starts: an argument of its command line, as one line of JSON.
package struct Confinement: Sendable, Codable {
    package enum Sandbox: String, Sendable, Codable, CaseIterable {
        /// As much as the system supports.
        case auto
        /// Complete confinement; otherwise the worker exits with `exitCode`.
        case required
        case off
    }

    package var sandbox: Sandbox
    /// Absolute paths of files and folders, in addition to those that libraries and fonts need.
    package var readable: [String]
    /// Absolute paths of folders.
    package var writable: [String]
    /// The maximum size of the worker's data in bytes.
    package var memory: Int
    /// Programs (`exec`) inherit the confinement of their worker, but need what it must not have. So the network and
    /// all files are permitted.
    package var runsPrograms: Bool

    /// The exit code of a worker that could not be confined as required; EX_NOPERM in sysexits.h.
    package static let exitCode: Int32 = 77

    package init(
        sandbox: Sandbox,
        readable: [String] = [],
        writable: [String] = [],
        memory: Int,
        runsPrograms: Bool = false
    ) {
        self.sandbox = sandbox
        self.readable = readable
        self.writable = writable
        self.memory = memory
        self.runsPrograms = runsPrograms
    }
}

/// The protection that is in force in a worker.
package struct Protection: Sendable, Codable, Equatable {
    /// The version of Landlock if it restricts file access; nil if it does not.
    package var landlock: Int?
    /// Whether system calls are filtered, and no privileges can be gained.
    package var filtersCalls = false
    /// Whether the memory is limited.
    package var limitsMemory = false
    /// Why a protection is not in force, one line each.
    package var obstacles: [String] = []

    package init() {}
}
