import SystemPackage

#if canImport(Glibc)
    import CLinux
    import Glibc
#endif

/// Whether the modification time of a folder changes when a file in the folder is created, deleted, or replaced, as
/// POSIX requires. FUSE and network file systems do not guarantee this, so only known file systems are trusted.
/// - Parameter path: a folder on the file system.
package func hasReliableFolderTimes(_ path: String) -> Bool {
    let faithful = ["ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "bcachefs", "zfs", "tmpfs", "overlay"]
    return fileSystem(of: path).map(faithful.contains) ?? false
}

/// Returns the kernel's name of the file system, such as `ext4`; nil if the system does not report it.
private func fileSystem(of path: String) -> String? {
    let options: FileDescriptor.OpenOptions = [.directory, .closeOnExec]
    guard let folder = try? FileDescriptor.open(path, .readOnly, options: options) else { return nil }
    defer { try? folder.close() }
    // proc(5) describes `fdinfo` and `mountinfo`. Find the mount by its id and not by the device number: on Btrfs, a
    // file and its mount have different device numbers.
    let mount = words(ofFile: "/proc/self/fdinfo/\(folder.rawValue)").first { $0.first == "mnt_id:" }?.last
    let ofMount = words(ofFile: "/proc/self/mountinfo").first { $0.first == mount }
    return ofMount?.drop { $0 != "-" }.dropFirst().first
}

/// An identifier that changes with every boot; nil if the system has none.
package func bootIdentity() -> String? { words(ofFile: "/proc/sys/kernel/random/boot_id").first?.first }

/// Returns an identifier of the mount that contains a path; nil if the system reports none.
///
/// Since Linux 6.8, no other mount of the same boot has the same identifier. Older kernels can give the identifier
/// of an unmounted file system to a new mount.
package func mountIdentity(of path: String) -> UInt64? {
    #if canImport(Glibc)
        var status = statx()
        let uniqueIdentifier: UInt32 = 0x4000  // STATX_MNT_ID_UNIQUE
        guard statx(AT_FDCWD, path, 0, uniqueIdentifier | UInt32(STATX_MNT_ID), &status) == 0,
            status.stx_mask & (uniqueIdentifier | UInt32(STATX_MNT_ID)) != 0
        else { return nil }
        return status.stx_mnt_id
    #else
        return nil
    #endif
}

/// Returns the words of each line; an empty array if the file cannot be read.
private func words(ofFile path: String) -> [[String]] {
    guard let bytes = try? readFile(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
        line.split { $0 == " " || $0 == "\t" }.map(String.init)
    }
}
