import Files
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A request that this process cannot read. The request stays in the spool folder.
struct UnreadableRequestError: Error, Equatable, Sendable, CustomStringConvertible {
    let description: String

    init(_ error: FileError) { description = "\(error)" + Self.remedy(error) }

    private static func remedy(_ error: FileError) -> String {
        if error.isLackOfDescriptors { return FileError.descriptorRemedy }
        let user = geteuid()
        guard error.code == .permissionDenied, let missing = MissingPermission(toRead: error.path),
            missing.owner != user
        else { return readingRemedy(error.path, error.code) }
        // The site writes many requests, so a command that changes the mode of this file is not sufficient.
        return "; \(missing.path) belongs to \(userName(missing.owner)), but imagekit runs as \(userName(user)): run "
            + "imagekit as the user of the Django site, or run the site with a umask with which imagekit can read its "
            + "files, such as 022"
    }
}
