import ImageSpecs

/// What made an image or failed to make it: a version of imagekit with an installed libvips.
package struct Renderer: Hashable, Sendable {
    /// The version of imagekit.
    package let imagekit: String
    /// The version of libvips; empty if unknown.
    package let libvips: String
    /// Identifies the build of libvips and its modules, because a distribution can change both without a new version.
    package let build: String
    /// Where libvips was found. It is no part of the identity: it serves to see cheaply whether libvips is unchanged.
    package let library: Library

    package struct Library: Hashable, Sendable {
        /// The path of the shared library; empty if unknown.
        package let path: String
        /// The worker, and the variables of the environment that decide which library it loads.
        package let loader: String

        package init(path: String, loader: String) {
            self.path = path
            self.loader = loader
        }

        package static let unknown = Library(path: "", loader: "")
    }

    package init(imagekit: String, libvips: String, build: String = "", library: Library = .unknown) {
        self.imagekit = imagekit
        self.libvips = libvips
        self.build = build
        self.library = library
    }

    /// The renderer of records that name none.
    package static let unrecorded = Renderer(imagekit: ImageKitVersion.lastWithoutRenderers, libvips: "")
}
