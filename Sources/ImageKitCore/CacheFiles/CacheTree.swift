#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder of the cache files, with its hidden folder `.imagekit/` for the state, the locks and files being written.
struct CacheTree: Sendable {
    /// An absolute path.
    let path: String
    /// The only part of the sources that the run is about, which has places of its own in `.imagekit/`; nil for all.
    let shard: Shard?

    init(settings: Settings, shard: Shard? = nil) {
        path = settings.cacheFolder
        self.shard = shard
    }

    var privatePath: String { path + "/.imagekit" }
    var statePath: String { privatePath + "/state.sqlite3" }
    var lockPath: String { privatePath + "/lock" }
    var temporaryPath: String { shard.map(temporaryPath(of:)) ?? privatePath + "/tmp" }

    func statePath(of shard: Shard) -> String { privatePath + "/state.\(shard.inFileNames).sqlite3" }
    func lockPath(of shard: Shard) -> String { privatePath + "/lock.\(shard.inFileNames)" }
    private func temporaryPath(of shard: Shard) -> String { privatePath + "/tmp.\(shard.inFileNames)" }

    /// Makes the folders that a run writes to, and removes what a killed run left in `tmp`. Needs the lock.
    func prepare() throws(FileError) {
        try makeFolder(temporaryPath)
        emptyTemporary()
    }

    func emptyTemporary() { removeFiles(in: temporaryPath) }

    /// The shards whose state has not been taken into the folder's own.
    var shardsWithState: [Shard] {
        names(in: privatePath).compactMap { name in
            guard name.hasPrefix("state."), name.hasSuffix(".sqlite3") else { return nil }
            return Shard(inFileNames: name.dropFirst("state.".count).dropLast(".sqlite3".count))
        }.sorted { ($0.count, $0.number) < ($1.count, $1.number) }
    }

    /// Removes all that a shard has in `.imagekit/`. Needs the lock of the whole tree.
    func removeTraces(of shard: Shard) {
        StateStore.discard(statePath(of: shard))
        unlink(lockPath(of: shard))
        removeFiles(in: temporaryPath(of: shard))
        rmdir(temporaryPath(of: shard))
    }

    private func removeFiles(in path: String) {
        // Folders stay: unlink refuses them.
        for name in names(in: path) { unlink(path + "/" + name) }
    }

    private func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
            )
        }
        return names
    }
}

extension Shard {
    fileprivate var inFileNames: String { "\(number)-of-\(count)" }

    fileprivate init?(inFileNames text: Substring) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1] == "of" else { return nil }
        self.init("\(parts[0])/\(parts[2])")
    }
}
