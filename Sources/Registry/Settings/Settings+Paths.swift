import Files

extension Settings {
    /// Returns the path of a source, or of another file below `MEDIA_ROOT`.
    package func path(of name: String) -> String { mediaRoot + "/" + name }

    /// Returns the name of a source. `given` is the name itself or the absolute path of the source.
    package func sourceName(_ given: String) -> String { Self.name(of: given, below: mediaRoot) ?? given }

    /// Returns the name of a file relative to a folder; nil if the path does not start with the folder's path.
    package static func name(of path: String, below folder: String) -> String? {
        // The root folder already ends with a slash. `path(of:)` adds another one.
        let root = folder == "/" && path != "/" && !path.hasPrefix("//") ? folder : folder + "/"
        guard path.utf8.starts(with: root.utf8) else { return nil }
        return String(decoding: path.utf8.dropFirst(root.utf8.count), as: UTF8.self)
    }
}

/// The folders of the cache files and of the state.
extension Settings {
    /// The folder to which the names of cache files are relative.
    package var storageRoot: String { storage?.location ?? mediaRoot }

    /// The URL at which `storageRoot` is served.
    package var storageURL: String { storage?.baseURL ?? mediaURL }

    /// Whether cache files are stored in a bucket. With `keep_local`, the cache folder has copies (`hasLocalFiles`).
    package var storesInBucket: Bool { storage?.bucket != nil }

    /// The absolute path of the folder of the cache files.
    package var cacheFolder: String { storageRoot + "/" + cachefileDir }

    /// The folder of the state, the locks, and temporary files.
    package var privateFolder: String { stateDir ?? cacheFolder + "/" + PrivateFolder.name }

    /// The folder in which a Django site requests cache files.
    package var spoolFolder: String { spoolDir ?? privateFolder + "/requests" }

    /// The folder of the local copies of sources in buckets.
    package var sourceCacheFolder: String { privateFolder + "/sources" }

    /// Returns the path of a cache file.
    package func cachePath(of name: String) -> String { storageRoot + "/" + name }

    /// The settings for the URLs and the paths of uploads. Uploads are in `MEDIA_ROOT`, even if cache files are in
    /// another storage.
    package var ofUploads: Settings {
        var settings = self
        settings.storage = nil
        return settings
    }

    /// The path of the cache folder, to exclude it from the sources. The path is relative to `MEDIA_ROOT` if the cache
    /// folder is inside, and otherwise absolute.
    package var cacheFolderAmongSources: String { Self.name(of: cacheFolder, below: mediaRoot) ?? cacheFolder }
}
