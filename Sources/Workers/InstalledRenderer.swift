import Files
import ImageSpecs
import WorkerProtocol

/// Identifies the installed renderer. A run records the renderer of each image that it makes, even if the image is made
/// without libvips. So a run that makes images needs the renderer.
///
/// In the first run, a worker that uses libvips reports the renderer. If no worker uses libvips, the run asks a worker.
/// Later runs compare the sizes and times of the renderer's files with the recorded values. Only if the values differ,
/// these runs find the renderer like the first run.
struct InstalledRenderer {
    private let environment: [String: String]
    private let loader: String

    /// Returns nil if `imagekit-worker` is not found.
    init?(environment: [String: String]) {
        guard let worker = try? WorkerExecutable.find(environment: environment) else { return nil }
        self.environment = environment
        let variables = ["LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH"].compactMap { environment[$0] }
        loader = ([worker] + variables).joined(separator: "\n")
    }

    /// Returns whether a previously identified renderer is the installed one.
    func isUnchanged(_ renderer: Renderer) -> Bool {
        renderer.imagekit == ImageKitVersion.current && renderer.library.loader == loader
            && !renderer.library.path.isEmpty
            && renderer.build == Self.build(libvips: renderer.libvips, at: renderer.library.path)
    }

    /// Asks a worker for its renderer. Returns nil if no worker answers.
    func ask() -> Renderer? {
        let query = Query(wantsFormats: false)
        guard let answer = try? WorkerQuery.ask(query, environment: environment) else { return nil }
        return renderer(with: answer.libvips)
    }

    /// Returns the renderer of a worker that has loaded this libvips.
    func renderer(with libvips: LibVipsIdentity) -> Renderer {
        let path = libvips.path ?? ""
        return Renderer(
            imagekit: ImageKitVersion.current,
            libvips: libvips.version,
            build: Self.build(libvips: libvips.version, at: path),
            library: Renderer.Library(path: path, loader: loader)
        )
    }

    /// Returns the sizes and times of the library, and of the folders with its modules and with libheif's codecs.
    private static func build(libvips version: String, at path: String) -> String {
        guard let end = path.lastIndex(of: "/") else { return "" }
        let folder = path[..<end]
        let branch = version.split(separator: ".").prefix(2).joined(separator: ".")
        let paths = [path, "\(folder)/vips-modules-\(branch)", "\(folder)/libheif/plugins", "\(folder)/libheif"]
        return paths.map { path in
            guard let stamp = FileStamp(path: path) else { return "-" }
            return "\(stamp.size) \(stamp.modified)"
        }.joined(separator: ", ")
    }
}
