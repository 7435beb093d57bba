import CacheState
import Files
import SystemPackage
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A reason why a file cannot be written, if the user can remove this reason: a full disk, an exceeded quota, a
/// limit of file sizes, a read-only file system, or missing permissions.
struct WriteObstacle: Equatable, Sendable {
    private enum Kind {
        case full, overQuota, tooLarge, readOnly, forbidden

        init?(_ code: Errno) {
            switch code {
            case .noSpace: self = .full
            case .diskQuotaExceeded: self = .overQuota
            case .fileTooLarge: self = .tooLarge
            case .readOnlyFileSystem: self = .readOnly
            case .permissionDenied, .notPermitted: self = .forbidden
            default: return nil
            }
        }
    }

    /// What could not be written, and the system's reason.
    let message: String
    private let kind: Kind
    private let path: String

    private init?(_ code: Errno?, _ path: String, _ message: String) {
        guard let kind = code.flatMap(Kind.init) else { return nil }
        self.kind = kind
        self.path = path
        self.message = message
    }

    init?(_ error: any Error) {
        switch error {
        case let error as FileError: self.init(error.code, error.path, "\(error)")
        case let error as UnusableStateError: self.init(error.code, error.path, "\(error)")
        default: return nil
        }
    }

    init?(_ failure: Outcome.Failure) {
        guard let file = failure.unwritable else { return nil }
        self.init(Errno(rawValue: file.code), file.path, failure.message)
    }

    /// Whether all other images would fail for the same reason. A missing permission for one folder of images is not
    /// such a reason, because the folders of other images can have other owners. A limit of file sizes is not such a
    /// reason either, because other images can be smaller.
    func concernsAllImages(in tree: CacheTree) -> Bool {
        switch kind {
        case .full, .overQuota, .readOnly: true
        case .tooLarge: false
        case .forbidden: isPath(path, in: tree.privatePath) || path == tree.path
        }
    }

    /// A folder in which this process may not create files.
    init(forbiddenFolder path: String) {
        (kind, self.path, message) = (.forbidden, path, "cannot write in \(path): \(Errno.permissionDenied)")
    }

    /// The remedy, as a clause that follows a semicolon.
    func remedy(in cacheFolder: String) -> String {
        switch kind {
        case .full: "free space and run again"
        case .overQuota: "free space or raise the quota, and run again"
        case .tooLarge: "raise the limit of file sizes (ulimit -f) and run again"
        case .readOnly: "mount the disk for writing and run again"
        case .forbidden: permission(in: cacheFolder)
        }
    }

    private func permission(in cacheFolder: String) -> String {
        guard let missing = MissingPermission(toWrite: path) else { return "check the permissions of \(path)" }
        let user = geteuid()
        if missing.owner == user { return "run chmod u+rwX \(shellQuoted(missing.path))" }
        // If the path is in the cache folder, the suggested command changes the owner of the complete cache folder,
        // because the other files in this folder probably have the same owner as the path.
        let isInCache = isPath(missing.path, in: cacheFolder)
        let target = isInCache ? cacheFolder : missing.path
        let account = accountName(user) ?? "\(user)"
        let command =
            isInCache || !missing.isFolder
            ? "sudo chown -R \(account) \(shellQuoted(target))"
            : "sudo mkdir -p \(shellQuoted(cacheFolder)) && sudo chown \(account) \(shellQuoted(cacheFolder))"
        return
            "\(missing.path) belongs to \(userName(missing.owner)), but imagekit runs as \(userName(user)): run \(command)"
    }
}

extension Outcome.Failure {
    /// Returns the failure with a remedy if a file could not be written and the user can remove the reason
    /// (`WriteObstacle`). Otherwise returns the failure itself.
    func advised(in cacheFolder: String) -> Outcome.Failure {
        guard let obstacle = WriteObstacle(self) else { return self }
        var failure = self
        failure.message += "; " + obstacle.remedy(in: cacheFolder)
        return failure
    }
}
