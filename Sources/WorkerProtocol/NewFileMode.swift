/// The permissions of new files or folders.
package struct NewFileMode: Sendable, Codable, Hashable {
    /// The nine bits of a mode; nil for the permissions that the umask of the process leaves.
    package let bits: UInt32?

    /// The permissions that the umask leaves.
    package static let umask = NewFileMode(bits: nil)

    package init(bits: UInt32?) { self.bits = bits }
}
