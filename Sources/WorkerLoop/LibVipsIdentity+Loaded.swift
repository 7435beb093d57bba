import Vips
import WorkerProtocol

extension LibVipsIdentity {
    /// The libvips of this process.
    static var loaded: LibVipsIdentity {
        let version = LibVips.version
        return LibVipsIdentity(version: "\(version.major).\(version.minor).\(version.micro)", path: LibVips.path)
    }
}
