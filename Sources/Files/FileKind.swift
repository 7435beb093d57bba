import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The kind of a file.
package enum FileKind: UInt8, Sendable {
    case regular, folder, symlink, pipe, socket, device
}

extension FileKind {
    package init(_ status: Stat) {
        switch status.type {
        case .regular: self = .regular
        case .directory: self = .folder
        case .symbolicLink: self = .symlink
        case .fifo: self = .pipe
        case .socket: self = .socket
        default: self = .device
        }
    }

    /// Reads the `d_type` of a folder entry. Returns nil if the file system does not report it.
    package init?(entryType: UInt8) {
        switch Int(entryType) {
        case Int(DT_REG): self = .regular
        case Int(DT_DIR): self = .folder
        case Int(DT_LNK): self = .symlink
        case Int(DT_FIFO): self = .pipe
        case Int(DT_SOCK): self = .socket
        case Int(DT_CHR), Int(DT_BLK): self = .device
        default: return nil
        }
    }
}

/// Whether the path leads to a folder, also through symbolic links.
package func isFolder(_ path: String) -> Bool {
    (try? Stat(path))?.type == .directory
}

/// Whether the path is a symbolic link. The result is false if no file exists at the path.
package func isLink(_ path: String) -> Bool {
    (try? Stat(path, followTargetSymlink: false))?.type == .symbolicLink
}
