/// The reason why uploads cannot be stored in a folder.
package enum UploadError: Error, CustomStringConvertible {
    case outside(String)
    case inCacheFolder(String)
    case noMediaRoot(String, reason: String)

    package var description: String {
        switch self {
        case .outside(let pattern):
            "--upload-to \(pattern): it leads out of MEDIA_ROOT; use a folder relative to it, such as avatars/%Y/%m"
        case .inCacheFolder(let pattern):
            "--upload-to \(pattern): it is in the cache folder, which prune cleans; use another folder"
        case .noMediaRoot(let path, let reason): "cannot read MEDIA_ROOT \(path): \(reason)"
        }
    }
}
