import SystemPackage

/// The processes on this machine that hold a lock (`flock`) on a file, from Linux's `/proc/locks`. If the file is on a
/// network file system, a process of another machine can hold the lock, too. Such a process is not listed.
package struct LockHolders: Equatable, Sendable {
    /// A process that holds the lock: its process id and its command line.
    package struct Holder: Equatable, Sendable {
        package let process: Int
        /// The command line; nil if it cannot be read.
        package let command: String?
    }

    package let holders: [Holder]

    package init(of path: String) {
        guard let status = try? Stat(path), let table = try? readFile("/proc/locks") else {
            holders = []
            return
        }
        let processes = Self.processes(in: String(decoding: table, as: UTF8.self), inode: UInt64(status.inode.rawValue))
        holders = processes.map { Holder(process: $0, command: Self.command(of: $0)) }
    }

    /// Parses lines such as `1: FLOCK  ADVISORY  WRITE 4711 08:01:131089 0 EOF`. A line with `->` describes a process
    /// that waits for the lock, so it is skipped.
    ///
    /// Only the inode is compared, because the device in the table can differ from the device that `stat` reports, for
    /// example on Btrfs.
    static func processes(in table: String, inode: UInt64) -> [Int] {
        var found: [Int] = []
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", let process = Int(words[4]), process > 0,
                words[5].split(separator: ":").last.flatMap({ UInt64($0) }) == inode, !found.contains(process)
            else { continue }
            found.append(process)
        }
        return found
    }

    private static func command(of process: Int) -> String? {
        guard let bytes = try? readFile("/proc/\(process)/cmdline"), !bytes.isEmpty else { return nil }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
}
