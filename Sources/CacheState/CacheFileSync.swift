import Files

/// Waits until cache files are on the disk, with their names.
struct CacheFileSync: Sendable {
    /// The absolute path of the folder that the names of cache files are relative to.
    let root: String
    /// The absolute path of the cache folder.
    let cacheFolder: String

    /// If at most this many files were made, each of them is synced by itself. Most single calls do not make more
    /// files.
    private static let fewFiles = 4

    /// For many files, the function waits for the complete file system, which takes less time than one call per file.
    /// For a few files, it waits only for these files and their folders. A wait for the file system would also wait for
    /// the data of other programs, which can be much.
    func wait(for names: [String]) throws(FileError) {
        guard !names.isEmpty else { return }
        guard names.count <= Self.fewFiles else { return try syncFileSystem(of: cacheFolder) }
        var parents: [String] = []
        for path in names.map({ "\(root)/\($0)" }) {
            do throws(FileError) {
                try syncFile(path)
                parents.append(folder(ofFile: path))
            } catch  where error.isAbsence {
                // Another process has deleted the file, so there is nothing to sync.
            }
        }
        for folder in folders(above: parents) {
            do throws(FileError) {
                try syncFolders(from: folder, to: folder)
            } catch  where error.isAbsence {
                // Another process has deleted the folder with its files.
            }
        }
        do throws(FileError) {
            try syncFolders(from: root, to: cacheFolder)
        } catch  where error.code == .permissionDenied {
            // The user cannot read a folder on the path from the storage root to the cache folder, so this folder and
            // the folders above it are not synced. Ignore the error: usually, this user cannot create folders there, so
            // these folders are unchanged.
        }
    }

    /// Returns the given folders and all folders above them up to the cache folder, in any order. Each folder is
    /// returned only once, because each sync of a folder waits for the disk, even if the folder is unchanged.
    func folders(above parents: [String]) -> [String] {
        var folders: Set<ByteName> = []
        for parent in parents {
            var current = parent
            while !current.isEmpty, folders.insert(ByteName(current)).inserted, current != cacheFolder {
                current = folder(ofFile: current)
            }
        }
        return folders.map(\.text)
    }
}
