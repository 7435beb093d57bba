import CacheState
import Files
import Registry
import Storage

/// What this machine knows about the states in the bucket (`SharedStates`), in a file next to its own state.
///
/// The notes prevent unnecessary downloads and uploads. They also decide whether an upload may replace an object. So
/// they must not list an object whose records this machine's state lacks. For this reason, the notes belong to one
/// state file, and are deleted together with this file. They also belong to one bucket.
struct SharedStateNotes {
    private let path: String
    /// The first line, which identifies the file of this machine's state and the bucket; nil if there is no state.
    private let header: String?
    /// The stamp of this machine's state from the time when the notes were read.
    let stamp: [String]
    /// The tags of the objects whose records are in this machine's state.
    private(set) var merged: [Shard: String] = [:]
    /// For each shard, the `stamp` that this machine's state had when the bucket last had all records of the state that
    /// belong to this shard.
    private var complete: [Shard: String] = [:]

    /// Reads the notes. They are empty if they belong to another state file or another bucket.
    init(_ tree: CacheTree, _ bucket: BucketStorage) {
        path = tree.notesPath
        stamp = Self.stamp(tree)
        header = FileStamp(path: tree.statePath).map { "state \($0.inode) \(bucket.identity)" }
        let lines = (try? readFile(path)).map { String(decoding: $0, as: UTF8.self).split(separator: "\n") } ?? []
        guard let header, lines.first?.utf8.elementsEqual(header.utf8) == true else { return }
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3, let shard = Shard(parts[1]) else { continue }
            switch parts[0] {
            case "merged": merged[shard] = parts[2]
            case "complete": complete[shard] = parts[2]
            default: continue
            }
        }
    }

    /// Whether this machine has merged or uploaded the current version of an object. False if there is no object.
    func contains(_ object: StoredObject?, of shard: Shard) -> Bool { object.map { merged[shard] == $0.tag } ?? false }

    /// Whether the bucket has all records of this machine's state that belong to a shard.
    func isComplete(_ shard: Shard) -> Bool { stamp.isEmpty || complete[shard] == stamp.joined(separator: " ") }

    mutating func setMerged(_ shard: Shard, _ tag: String) { merged[shard] = tag }

    mutating func setComplete(_ shard: Shard, _ stamp: [String]) { complete[shard] = stamp.joined(separator: " ") }

    /// Writes the notes. An error is ignored, because it only causes the next run to merge and upload again.
    func write() {
        guard let header else { return }
        func lines(_ kind: String, _ values: [Shard: String]) -> [String] {
            values.map { "\(kind) \($0.key) \($0.value)" }.sorted()
        }
        let lines = [header] + lines("complete", complete) + lines("merged", merged)
        try? writeAtomically(lines.joined(separator: "\n") + "\n", to: path)
    }

    /// Returns the stamps of all files of the state, including those of shards that are not merged yet.
    private static func stamp(_ tree: CacheTree) -> [String] {
        ([tree.statePath] + tree.shardsWithState.map(tree.statePath(of:))).compactMap { path in
            FileStamp(path: path).map { "\($0.size),\($0.modified),\($0.changed),\($0.inode)" }
        }
    }
}
