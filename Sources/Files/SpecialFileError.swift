import SystemPackage

/// A file of the state is a pipe, a socket, or a device. Opening or reading such a file can block.
package struct SpecialFileError: Error, CustomStringConvertible {
    let path: String
    let kind: FileKind

    package var description: String {
        let what =
            switch kind {
            case .pipe: "a pipe"
            case .socket: "a socket"
            default: "a device"
            }
        return "\(path) is \(what), and imagekit keeps its state only in regular files: delete it"
    }

    /// Throws an error if the file at the path is a pipe, a socket, or a device.
    package static func check(_ path: String) throws(SpecialFileError) {
        if let kind = specialKind(path) { throw SpecialFileError(path: path, kind: kind) }
    }

    /// Whether a file does not exist or can be opened without blocking.
    package static func isOrdinary(_ path: String) -> Bool { specialKind(path) == nil }

    private static func specialKind(_ path: String) -> FileKind? {
        guard let status = try? Stat(path) else { return nil }
        switch FileKind(status) {
        case .regular, .folder, .symlink: return nil
        case let kind: return kind
        }
    }
}
