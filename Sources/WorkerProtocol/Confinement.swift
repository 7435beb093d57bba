/// What a worker may touch from before its first job on: an argument of its command line, as one line of JSON.
package struct Confinement: Sendable, Codable {
    package enum Sandbox: String, Sendable, Codable, CaseIterable {
        /// As far as the system can.
        case auto
        /// In full, or the worker ends with `exitCode`.
        case required
        case off
    }

    package var sandbox: Sandbox
    /// Files and folders, absolute paths, beside what libraries and fonts need.
    package var readable: [String]
    /// Folders, absolute paths.
    package var writable: [String]
    /// Bytes that the worker may take for its data.
    package var memory: Int
    /// Programs (`exec`) inherit what confines their worker, and need what it must not have: they get the network and all
    /// files.
    package var runsPrograms: Bool

    /// Of a worker that could not be confined as it has to be; sysexits.h's EX_NOPERM.
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

/// What is in force in a worker.
package struct Protection: Sendable, Codable, Equatable {
    /// Landlock's version where it keeps files apart; nil where it does not.
    package var landlock: Int?
    /// Whether system calls are filtered, and no privileges can be gained.
    package var filtersCalls = false
    /// Whether the memory has its limit.
    package var limitsMemory = false
    /// Why something is not in force, a line each.
    package var obstacles: [String] = []

    package init() {}
}
