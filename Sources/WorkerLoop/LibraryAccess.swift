import Sandbox
import Vips
import WorkerProtocol

/// The access of a confined worker to the files of libvips.
///
/// A worker that loads libvips after its confinement must read libvips and all libraries that libvips depends on. If
/// the confinement restricts the access to files, the worker can certainly read them only in two cases: libvips comes
/// from the distribution, or libvips is in the folder of the worker, as in a wheel. In both cases, the confinement also
/// allows the folders of the dependencies. A libvips in another folder, such as `/usr/local/lib`, can depend on
/// libraries anywhere. So the worker loads such a libvips before the confinement.
enum LibraryAccess {
    private static let candidates = VipsLibraryFile.candidates

    /// The folders in which distributions install libraries.
    private static let distributionFolders = ["/usr/lib", "/usr/lib64", "/lib", "/lib64", "/nix/store", "/gnu/store"]

    /// The folder that libvips will probably be loaded from. It is nil if the folder is not known.
    static var folder: String? { candidates.first?.folder }

    /// Whether a worker can load libvips after its confinement.
    static func isPossible(after confinement: Confinement?) -> Bool {
        guard !candidates.isEmpty else { return false }
        guard let confinement, confinement.restrictsFiles else { return true }
        let own = VipsLibraryFile(path: "/proc/self/exe").realFolder
        let folders = distributionFolders + [own].compactMap(\.self)
        return candidates.allSatisfy { file in
            file.realFolder.map { folder in folders.contains { "\(folder)/".hasPrefix("\($0)/") } } ?? false
        }
    }
}
