import Crypto
import Files
import ImageSpecs
import Registry
import SystemPackage
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The cache folder, with its hidden folder `.imagekit/` for the state, the locks, and temporary files.
package struct CacheTree: Sendable {
    /// The absolute path of the cache folder.
    package let path: String
    /// The shard that the run processes; nil for a run of all sources. A shard has its own files in `.imagekit/`.
    package let shard: Shard?
    /// The prefix of the names of a single call's temporary files; nil for all other runs, which own the files in
    /// `temporaryFolder` whose names are numbers (`isTemporaryName`).
    private let callPrefix: String?

    /// Decides which names in a state are accepted as names of cache files.
    let names: CacheFileNames
    /// Waits until cache files are on the disk; nil if they are in a bucket.
    let sync: CacheFileSync?
    /// The folder of the state and the locks: `.imagekit/` in the cache folder, or another folder (`PrivateFolder`). In
    /// comments, `.imagekit/` means this folder.
    package let privatePath: String
    /// The start of the names of the state's files. Each bucket has its own state, because a record states that a cache
    /// file exists in the bucket.
    private let stateName: String
    private let trust: StateTrust
    /// The permissions of new folders for cache files.
    let folderMode: NewFileMode

    /// - Parameter isForCall: whether the tree is used by a single call, which can run at the same time as a batch.
    package init(settings: Settings, shard: Shard? = nil, isForCall: Bool = false) {
        path = settings.cacheFolder
        privatePath = settings.privateFolder
        names = CacheFileNames(below: settings.cachefileDir)
        sync = settings.storesInBucket ? nil : CacheFileSync(root: settings.storageRoot, cacheFolder: path)
        stateName = settings.storage?.bucket.map { "state-" + Self.digits(of: $0.identity) } ?? "state"
        trust = settings.stateTrust
        folderMode = settings.folderMode
        self.shard = shard
        // Use a random number, because process ids are not unique: several containers can share the folder.
        callPrefix = isForCall ? Self.callPrefix + randomName() + "-" : nil
    }

    private static let callPrefix = "call-"

    /// Returns 16 hexadecimal digits that identify a bucket.
    private static func digits(of identity: String) -> String {
        let digits = String(SHA256.hash(data: Array(identity.utf8)).leadingNumber, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Whether the tree is used by a single call.
    package var isForCall: Bool { callPrefix != nil }

    /// The end of the path of the notes about the states of other machines. The notes describe which of these states
    /// this machine has merged into its own state. So the notes are deleted together with this machine's state.
    static let notesSuffix = "-shared"
    package var notesPath: String { statePath + Self.notesSuffix }
    package var statePath: String { "\(privatePath)/\(stateName).sqlite3" }

    /// The start of the names of all files with a state of this tree's storage. The state of another bucket has another
    /// start.
    package var stateFilePrefix: String { stateName + "." }
    package var lockPath: String { privatePath + "/lock" }
    var claimsPath: String { privatePath + "/claims" }
    private var temporaryFolder: String { temporaryParent + "/" + (shard.map { "tmp." + $0.inFileNames } ?? "tmp") }

    /// The folder of temporary files must be on the same file system as the cache files. A finished file is moved by a
    /// rename, and a rename works only within one file system.
    private var temporaryParent: String {
        let own = path + "/" + PrivateFolder.name
        guard privatePath != own else { return own }
        return device(ofNearest: privatePath) == device(ofNearest: path) ? privatePath : own
    }

    /// The folders that workers write to.
    package var writtenFolders: [String] { isPath(temporaryFolder, in: path) ? [path] : [path, temporaryFolder] }

    /// - Parameter name: a name that is unique in this process.
    package func temporaryPath(_ name: String) -> String { temporaryFolder + "/" + (callPrefix ?? "") + name }

    package func statePath(of shard: Shard) -> String { "\(privatePath)/\(stateName).\(shard.inFileNames).sqlite3" }
    func lockPath(of shard: Shard) -> String { privatePath + "/lock.\(shard.inFileNames)" }
    /// - Throws: `ForeignStateError` if this process runs as root and must not use a file of the state because of its
    ///   owner.
    func checkOwner(ofState path: String) throws {
        for suffix in StateStore.suffixes {
            guard let status = try? Stat(path + suffix, followTargetSymlink: false) else { continue }
            let owner = status.userID.rawValue
            guard trust.allows(geteuid(), stateOf: self.path, ownedBy: owner) else {
                throw ForeignStateError(path: path + suffix, folder: self.path, owner: owner)
            }
        }
    }

    /// Creates the cache folder and the folder for temporary files. The cache folder can be missing although the lock
    /// exists: `.imagekit/` can be in another folder, and a build can delete the cache folder. A run that is not a
    /// single call also deletes the files that killed processes left in the folder for temporary files
    /// (`emptyTemporary`). The caller must hold a `CacheTreeLock`.
    package func prepare() throws(FileError) {
        try makePrivateFolder()
        try makeFolder(temporaryFolder)
        if isShared { shareWithGroup(temporaryFolder) }
        if !isForCall { emptyTemporary() }
    }

    /// Makes the cache folder and `.imagekit/`. If both exist, changes nothing. Otherwise, if the group can write to
    /// the cache folder, permits the group to write to `.imagekit/`.
    func makePrivateFolder() throws(FileError) {
        guard FileStamp(path: privatePath) == nil || FileStamp(path: path) == nil else { return }
        try makeFolder(path, folderMode)
        try makeFolder(privatePath)
        if isSharedWithGroup(path) { shareWithGroup(privatePath) }
    }

    /// Makes `.imagekit/` for files that are written without the lock of the tree.
    /// - Throws: `FileError`, and the errors of `checkOwnFiles`.
    package func prepareForSharing() throws {
        try checkOwnFiles()
        try makePrivateFolder()
    }

    /// Whether the users of a group share the state.
    var isShared: Bool { isSharedWithGroup(privatePath) }

    /// Deletes temporary files. A call deletes only its own files. A run deletes its own files and the files of killed
    /// runs. If no call is running, the run also deletes the files of killed calls. Files of other programs stay,
    /// because `IMAGEKIT_STATE_DIR` can name a folder in which another program has a folder `tmp`.
    package func emptyTemporary() {
        if let callPrefix { return removeFiles(in: temporaryFolder) { $0.hasPrefix(callPrefix) } }
        let locks = try? RangeLocks(claimsPath, create: false)
        let hasCalls = (try? locks?.take(ClaimsFile.calls)) != true
        removeFiles(in: temporaryFolder) { name in
            name.hasPrefix(Self.callPrefix) ? !hasCalls : Self.isTemporaryName(name)
        }
    }

    /// Whether a name in the folder for temporary files has the form of the names of a run: numbers with `-` between
    /// them.
    private static func isTemporaryName(_ name: String) -> Bool {
        let numbers = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return numbers.count > 1 && numbers.allSatisfy { !$0.isEmpty && $0.allSatisfy { digits.contains($0) } }
    }

    /// Whether `.imagekit/` contains files of shards. These shards are running, or their states are not yet merged.
    var hasTracesOfShards: Bool { !tracesOfShards.isEmpty }

    /// The names of the files of shards in `.imagekit/`. The states of other storages are not included, because only a
    /// run with the same storage merges them.
    private var tracesOfShards: [String] {
        entries(ofFolder: privatePath).filter { name in
            Shard(inFileName: name) != nil && (!name.hasPrefix("state") || name.hasPrefix(stateFilePrefix))
        }
    }

    /// The shards whose state is not yet merged into the state of the folder.
    package var shardsWithState: [Shard] {
        let states = entries(ofFolder: privatePath).filter { $0.hasPrefix(stateFilePrefix) && $0.hasSuffix(".sqlite3") }
        return Set(states.compactMap(Shard.init(inFileName:)))
            .sorted { ($0.count, $0.number) < ($1.count, $1.number) }
    }

    /// Deletes the files of shards in `.imagekit/`. The caller must hold the lock of the complete tree.
    func removeTracesOfShards() {
        for name in tracesOfShards {
            let path = privatePath + "/" + name
            guard unlink(path) != 0 else { continue }
            removeFiles(in: path)
            rmdir(path)
        }
    }

    private func removeFiles(in path: String, _ isRemoved: (String) -> Bool = { _ in true }) {
        guard !isLink(path) else { return }
        // unlink() does not delete folders, so they stay.
        for name in entries(ofFolder: path) where isRemoved(name) { unlink(path + "/" + name) }
    }
}

/// The device of a folder. If the folder does not exist, the device of the nearest existing folder above it.
private func device(ofNearest path: String) -> DeviceID? {
    var path = path
    while true {
        do throws(Errno) {
            return try Stat(path).deviceID
        } catch {
            guard path != "/", error == .noSuchFileOrDirectory else { return nil }
        }
        path = SourceName.split(path).folder
        if path.isEmpty { path = "/" }
    }
}

extension Shard {
    /// The form of the shard in the names of files.
    package var inFileNames: String { "\(number)-of-\(count)" }

    /// Parses the part after the first dot of a file's name, as in `state.1-of-4.sqlite3`.
    package init?(inFileName name: String) {
        let parts = name.split(separator: ".").dropFirst().first?.split(
            separator: "-",
            omittingEmptySubsequences: false
        )
        guard let parts, parts.count == 3, parts[1] == "of" else { return nil }
        self.init("\(parts[0])/\(parts[2])")
    }
}
