/// What a worker may touch from before its first job on: an argument of its command line, as one line of JSON.
public struct Confinement: Sendable, Codable {
    public enum Sandbox: String, Sendable, Codable, CaseIterable {
        /// As far as the system can.
        case auto
        /// In full, or the worker ends with `exitCode`.
        case required
        case off
    }

    public var sandbox: Sandbox
    /// Files and folders, absolute paths, beside what libraries and fonts need.
    public var readable: [String]
    /// Folders, absolute paths.
    public var writable: [String]
    /// Bytes that the worker may take for its data.
    public var memory: Int
    /// Programs (`exec`) inherit what confines their worker, and need what it must not have: they get the network and all
    /// files.
    public var runsPrograms: Bool

    /// Of a worker that could not be confined as it has to be; sysexits.h's EX_NOPERM.
    public static let exitCode: Int32 = 77

    public init(
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
public struct Protection: Sendable, Codable, Equatable {
    /// Landlock's version where it keeps files apart; nil where it does not.
    public var landlock: Int?
    /// Whether system calls are filtered, and no privileges can be gained.
    public var filtersCalls = false
    /// Whether the memory has its limit.
    public var limitsMemory = false
    /// Why something is not in force, a line each.
    public var obstacles: [String] = []

    public init() {}
}
