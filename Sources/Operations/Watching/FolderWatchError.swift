import Files
import SystemPackage

/// The reason why folders cannot be watched.
package struct FolderWatchError: Error, Equatable, CustomStringConvertible {
    let code: Errno
    /// The folder; nil if no folder can be watched.
    let path: String?
    /// Whether the process can open no more files.
    let lacksDescriptors: Bool

    init(_ code: Errno, path: String?, lacksDescriptors: Bool = false) {
        self.code = code
        self.path = path
        self.lacksDescriptors = lacksDescriptors
    }

    package var description: String {
        let subject = path.map { "cannot watch \($0)" } ?? "cannot watch folders"
        switch code {
        case .noSpace:
            return subject + ": all inotify watches of this user are in use, and each folder needs one"
                + Self.remedy("fs.inotify.max_user_watches", "524288")
        // Without a path, the creation of an inotify instance failed, because of the user's limit of instances or the
        // process's limit of open files. With a path, opening a folder failed because of the limit of open files.
        case .tooManyOpenFiles where path == nil && !lacksDescriptors:
            return subject + ": all inotify instances of this user are in use"
                + Self.remedy("fs.inotify.max_user_instances", "1024")
        case .tooManyOpenFiles: return subject + ": " + code.description + FileError.descriptorRemedy
        default:
            return subject + ": " + code.description
        }
    }

    private static func remedy(_ setting: String, _ value: String) -> String {
        "; raise the limit with sudo sysctl \(setting)=\(value), and permanently with this line in /etc/sysctl.d/"
    }
}
