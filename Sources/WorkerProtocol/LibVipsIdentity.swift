/// The libvips that a worker has loaded.
package struct LibVipsIdentity: Hashable, Sendable, Codable {
    /// The version, such as `8.14.1`.
    package let version: String
    /// The path of the shared library; nil if it is unknown.
    package let path: String?

    package init(version: String, path: String?) {
        self.version = version
        self.path = path
    }
}
