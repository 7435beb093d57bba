/// The files and the memory that a worker can access. A worker gets this value as a command-line argument, as one line
/// of JSON. The worker applies the confinement before its first job.
package struct Confinement: Sendable, Codable {
    /// How far a worker is confined (the setting `sandbox`).
    package enum Sandbox: String, Sendable, Codable, CaseIterable {
        /// The worker is confined as far as the system supports it.
        case auto
        /// The worker is confined completely. If that is not possible, the worker exits with `exitCode`.
        case required
        case off
    }

    package var sandbox: Sandbox
    /// The absolute paths of files and folders that the worker reads, in addition to the files that libraries and fonts
    /// need.
    package var readable: [String]
    /// The absolute paths of the folders that the worker writes to.
    package var writable: [String]
    /// The maximum size of the worker's data in bytes.
    package var memory: Int
    /// Whether the worker runs programs (`exec`). Programs inherit the confinement of the worker, but they can need the
    /// network and any file. So such a worker has access to the network and to all files.
    package var runsPrograms: Bool

    /// The exit code of a worker that cannot be confined as required (EX_NOPERM in sysexits.h).
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
