import SystemPackage

/// Identifies a file independently of its names.
package struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
}

extension FileIdentity {
    package init(_ status: Stat) {
        device = UInt64(truncatingIfNeeded: status.deviceID.rawValue)
        inode = UInt64(status.inode.rawValue)
    }
}
