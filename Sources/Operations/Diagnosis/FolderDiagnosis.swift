import Files
import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that runs use, and the facts that decide whether this user can write in it.
package struct FolderDiagnosis: Sendable {
    /// The absolute path of the folder.
    package let path: String
    /// The folder itself, or its nearest parent that exists.
    package let nearest: String
    /// The facts about `nearest`; nil if it cannot be reached.
    package let facts: FolderFacts?

    package var exists: Bool { facts != nil && nearest == path }

    /// The path of a file that exists where the folder or one of its parents should be. It prevents the folder from
    /// being made. Nil if there is no such file.
    private let file: String?

    package init(_ path: String) {
        self.path = path
        var nearest = path
        var file: String?
        while FolderFacts(path: nearest) == nil, nearest != "/" {
            if access(nearest, F_OK) == 0, !isFolder(nearest) { file = nearest }
            nearest = folder(ofFile: nearest)
        }
        self.nearest = nearest
        self.file = file
        facts = FolderFacts(path: nearest)
    }

    /// A disk with less free space counts as full, because further images would not fit.
    private static let minimumFreeBytes = 1 << 20

    /// Whether files can be written in the folder.
    package var isUsable: Bool { obstacle(in: path) == nil }

    /// The reason why no file can be written in the folder, with a remedy; nil if files can be written.
    /// - Parameter cacheFolder: the cache folder, for the command in the remedy.
    package func obstacle(in cacheFolder: String) -> String? {
        if let file { return "\(file) is a file, but imagekit needs a folder there: rename or delete the file" }
        guard let facts else { return "\(path) cannot be reached" }
        if facts.isReadOnlyDisk { return "\(nearest) is on a disk that is mounted read-only: mount it for writing" }
        guard facts.isWritable else {
            let obstacle = WriteObstacle(forbiddenFolder: path)
            return "cannot write in \(nearest): Permission denied; \(obstacle.remedy(in: cacheFolder))"
        }
        if facts.freeBytes < Self.minimumFreeBytes { return "the disk of \(nearest) is full: free space" }
        if facts.freeFiles == 0 { return "the disk of \(nearest) has no free inodes for new files: delete files" }
        return nil
    }

    package var text: String {
        guard let facts else { return "\(path): cannot be reached" }
        let mode = "0" + String(facts.mode, radix: 8)
        let state = exists ? "" : " (does not exist yet; \(nearest))"
        return "\(path)\(state): owner \(userName(facts.owner)), mode \(mode), "
            + (facts.isWritable && !facts.isReadOnlyDisk ? "writable" : "not writable") + ", "
            + "\(inUnits(facts.freeBytes)) free"
    }

    package var json: JSONText {
        .object(omittingNil: [
            "path": .string(path), "exists": .bool(exists), "owner": facts.map { .string(userName($0.owner)) },
            "mode": facts.map { .string("0" + String($0.mode, radix: 8)) },
            "writable": .bool(isUsable), "free_bytes": facts.map { .integer($0.freeBytes) },
        ])
    }
}

/// Returns a number of bytes as a text such as `20.1 GiB`. The unit is the largest one that is not larger than the
/// number. The text has one decimal, except in the unit `bytes`.
private func inUnits(_ bytes: Int) -> String {
    for (name, factor) in [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] where bytes >= factor
    {
        return "\((Double(bytes) / Double(factor) * 10).rounded(.down) / 10) \(name)"
    }
    return "\(bytes) bytes"
}
