import BuildInformation
import ImageSpecs

/// What `imagekit --version` prints: `0.2.0 (commit 03e1ad8d, built with libvips 8.14.1, libdeflate 1.14)`. The build
/// sets these values, so that the option is fast and starts no process. In contrast, `imagekit doctor` prints the
/// version of libvips that a worker loads.
struct BuildDescription: CustomStringConvertible {
    var version = ImageKitVersion.current
    var commit = String(cString: buildCommit())
    var libvips = String(cString: buildVipsVersion())
    var libdeflate = String(cString: buildDeflateVersion())

    var description: String {
        let libraries = [("libvips", libvips), ("libdeflate", libdeflate)].filter { !$0.1.isEmpty }
            .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        let details = [("commit ", commit), ("built with ", libraries)].filter { !$0.1.isEmpty }.map { $0.0 + $0.1 }
        return details.isEmpty ? version : "\(version) (\(details.joined(separator: ", ")))"
    }
}
