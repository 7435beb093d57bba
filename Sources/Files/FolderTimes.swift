#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whether the times of the folders below a path move whenever a file comes into them, goes or is replaced, as POSIX says.
/// File systems in user space and on other machines do as they like, so only some that are known to are believed.
package func foldersTellOfTheirFiles(_ path: String) -> Bool {
    let faithful = ["ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "bcachefs", "zfs", "tmpfs", "overlay"]
    return fileSystem(of: path).map(faithful.contains) ?? false
}

/// As Linux calls it, such as `ext4`; nil where the system does not tell.
private func fileSystem(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // Both are described in proc(5). Device numbers would not do: Btrfs has others for its files than for its mounts.
    let mount = words(ofFile: "/proc/self/fdinfo/\(descriptor)").first { $0.first == "mnt_id:" }?.last
    let ofMount = words(ofFile: "/proc/self/mountinfo").first { $0.first == mount }
    return ofMount?.drop { $0 != "-" }.dropFirst().first
}

/// Another for each time that the machine was started; nil where the system has none.
package func bootIdentity() -> String? { words(ofFile: "/proc/sys/kernel/random/boot_id").first?.first }

/// Line by line; nothing where the file cannot be read.
private func words(ofFile path: String) -> [[String]] {
    guard let bytes = try? readFile(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
        line.split { $0 == " " || $0 == "\t" }.map(String.init)
    }
}
