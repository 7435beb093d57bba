import CacheState
import Files
import Registry
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension CacheTree {
    /// Calls `body` with every regular file below the cache folder, except those in `.imagekit/`. The name of a file is
    /// relative to the cache folder.
    ///
    /// Links are not followed. The target of a link is either outside the cache folder, or it is visited without the
    /// link.
    func forEachFile(_ body: (_ name: String, _ file: FileStamp) throws -> Void) rethrows {
        try forEachFile(below: "", body)
    }

    private func forEachFile(below prefix: String, _ body: (String, FileStamp) throws -> Void) rethrows {
        for name in entries(ofFolder: path + "/" + prefix).map({ prefix + $0 }) where name != PrivateFolder.name {
            guard let status = try? Stat(path + "/" + name, followTargetSymlink: false) else { continue }
            switch FileKind(status) {
            case .regular: try body(name, FileStamp(status))
            case .folder: try forEachFile(below: name + "/", body)
            case .symlink, .pipe, .socket, .device: break
            }
        }
    }

    /// Deletes empty folders, except the cache folder itself.
    func removeEmptyFolders(below prefix: String = "") {
        for name in entries(ofFolder: path + "/" + prefix).map({ prefix + $0 }) where name != PrivateFolder.name {
            guard (try? Stat(path + "/" + name, followTargetSymlink: false))?.type == .directory else { continue }
            removeEmptyFolders(below: name + "/")
            // Ignore errors, because `rmdir` refuses a folder that is not empty.
            rmdir(path + "/" + name)
        }
    }
}
