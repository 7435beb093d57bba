import Files

extension CacheFileNames {
    /// If at most this many files were made, each of them is synced by itself. Most single calls make fewer files.
    private static let fewFiles = 4

    /// Waits until cache files are on the disk, with their names. Does nothing if the files are in a bucket.
    ///
    /// For many files, the function waits for the complete file system, which takes less time than one call per file.
    /// For a few files, it waits only for these files, because other programs can have written much to the file system.
    func syncFiles(_ names: [String]) throws(FileError) {
        guard let root, !names.isEmpty else { return }
        let cacheFolder = root + "/" + String(decoding: prefix.dropLast(), as: UTF8.self)
        guard names.count <= Self.fewFiles else { return try syncFileSystem(of: cacheFolder) }
        for path in names.map({ "\(root)/\($0)" }) {
            do throws(FileError) {
                try syncFile(path)
                try syncFolders(from: cacheFolder, to: folder(ofFile: path))
            } catch  where error.isAbsence {
                // Another process has deleted the file.
            }
        }
        try syncFolders(from: root, to: cacheFolder)
    }
}
