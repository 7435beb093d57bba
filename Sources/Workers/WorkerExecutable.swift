import Files
import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds `imagekit-worker`: at the path in `IMAGEKIT_WORKER`, next to `imagekit`, or in `../libexec/imagekit/`.
package enum WorkerExecutable {
    static let name = "imagekit-worker"

    /// Returns the path of the worker.
    /// - Throws: `MissingWorkerError` if no executable file exists at any of the paths.
    package static func find(environment: [String: String]) throws(MissingWorkerError) -> String {
        if let path = environment["IMAGEKIT_WORKER"], !path.isEmpty {
            guard isExecutable(path) else { throw MissingWorkerError(searched: [path]) }
            return path
        }
        let folder = SourceName.split(ownPath).folder
        let candidates = [folder + "/" + name, SourceName.normalize(folder + "/../libexec/imagekit/" + name)]
        guard let found = candidates.first(where: isExecutable) else { throw MissingWorkerError(searched: candidates) }
        return found
    }

    private static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// The path of the running executable, with links resolved.
    private static var ownPath: String {
        let path = CommandLine.arguments.first ?? ""
        guard let real = realpath("/proc/self/exe", nil) ?? realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

/// The worker was not found at any of the searched paths.
package struct MissingWorkerError: Error, CustomStringConvertible {
    let searched: [String]

    package var description: String {
        "cannot find \(WorkerExecutable.name), which makes the images; looked at \(searched.joined(separator: " and ")). "
            + "Install both executables, or set IMAGEKIT_WORKER to its path"
    }
}
