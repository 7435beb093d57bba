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
        shardsNamed { $0.hasPrefix("state.") && $0.hasSuffix(".sqlite3") }
    }

    /// Removes all that shards have in `.imagekit/`. Needs the lock of the whole tree.
    func removeTracesOfShards() {
        for shard in shardsNamed({ _ in true }) {
            StateStore.discard(statePath(of: shard))
            unlink(lockPath(of: shard))
            removeFiles(in: temporaryPath(of: shard))
            rmdir(temporaryPath(of: shard))
        }
    }

    /// By the second part of their files' names, in a stable order.
    private func shardsNamed(_ isCounted: (String) -> Bool) -> [Shard] {
        let parts = entries(ofFolder: privatePath).filter(isCounted).compactMap { name -> Shard? in
            let parts = name.split(separator: ".")
            return parts.count > 1 ? Shard(inFileNames: parts[1]) : nil
        }
        return Set(parts).sorted { ($0.count, $0.number) < ($1.count, $1.number) }
    }

    private func removeFiles(in path: String) {
        guard !isLink(path) else { return }
        // Folders stay: unlink refuses them.
        for name in entries(ofFolder: path) { unlink(path + "/" + name) }
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
