import Files
import SystemPackage

/// An entry that a walk finds. Names are relative to the root. In a name that is not UTF-8, each invalid byte is shown
/// as `%` and its two hexadecimal digits.
package enum WalkEntry: Equatable, Sendable {
    /// A regular file that the patterns match, with its status if the walk reads it.
    case source(name: String, status: FileStamp?)
    /// An entry that the patterns match but that cannot be a source.
    case unusable(name: String, UnusableFile)
    /// A folder that was not read completely, so that the walk can miss matching files. The name of the root is "".
    case unread(folder: String, UnreadFolder)

    var name: String {
        switch self {
        case .source(let name, _), .unusable(let name, _), .unread(let name, _): name
        }
    }
}

/// The reason why an entry that the patterns match cannot be a source.
package enum UnusableFile: Equatable, Sendable {
    case notRegular(FileKind)
    case danglingLink
    /// A symbolic link to a file that is not below the root.
    case leadsOutside(target: String)
    case nameNotUTF8
    case failed(Errno)

    package var message: String {
        switch self {
        case .notRegular(.pipe): "not a regular file, but a named pipe"
        case .notRegular(.socket): "not a regular file, but a socket"
        case .notRegular(.device): "not a regular file, but a device"
        case .notRegular(.folder): "not a regular file, but a folder"
        case .notRegular: "not a regular file"
        case .danglingLink: "a symbolic link to a file that is not there"
        case .leadsOutside(let target): leadingOutside(target)
        case .nameNotUTF8: "the name is not UTF-8; rename the file"
        case .failed(let error): error.description
        }
    }
}

/// The reason why a folder was not read completely.
package enum UnreadFolder: Equatable, Sendable {
    /// A symbolic link to a folder that contains the link.
    case loop
    case leadsOutside(target: String)
    case nameNotUTF8
    case failed(Errno)

    package var message: String {
        switch self {
        case .loop: "a symbolic link to a folder that it is in"
        case .leadsOutside(let target): leadingOutside(target)
        case .nameNotUTF8: "the folder's name is not UTF-8; rename it"
        case .failed(let error): "the folder cannot be read: \(error.description)"
        }
    }
}

private func leadingOutside(_ target: String) -> String {
    "a symbolic link that leads out of MEDIA_ROOT, to \(target); if this is intended, set \"follow_outside\": true in its "
        + "source group"
}
