import ImageSpecs

/// The software that makes images: a version of imagekit with an installed libvips.
package struct Renderer: Hashable, Sendable {
    /// The version of imagekit.
    package let imagekit: String
    /// The version of libvips. It is empty if the version is unknown.
    package let libvips: String
    /// Identifies the build of libvips and its modules, because a distribution can change both without a new version.
    package let build: String
    /// The location of libvips. It does not identify the renderer in records, and only speeds up the check whether
    /// libvips is unchanged.
    package let library: Library

    /// The shared library of libvips, and the worker that loads it.
    package struct Library: Hashable, Sendable {
        /// The path of the shared library. It is empty if the path is unknown.
        package let path: String
        /// The path of the worker, and the values of the environment variables that decide which library the worker
        /// loads.
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

    /// The renderer of records that were written before records had a renderer.
    package static let unrecorded = Renderer(imagekit: ImageKitVersion.lastWithoutRenderers, libvips: "")
}
