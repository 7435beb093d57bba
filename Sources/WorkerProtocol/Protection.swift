/// The protection that is in force in a worker.
package struct Protection: Sendable, Codable, Equatable {
    /// The version of Landlock; nil if Landlock does not restrict file access.
    package var landlock: Int?
    /// Whether system calls are filtered. The worker then cannot gain privileges.
    package var filtersCalls = false
    /// Whether the memory is limited.
    package var limitsMemory = false
    /// The files and folders that can be read, as absolute paths in byte order; nil if file access is not restricted.
    package var readable: [String]?
    /// The reasons why a protection is not in force, one line each.
    package var obstacles: [String] = []

    package init() {}
}
