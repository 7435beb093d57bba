import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Returns the end of a message about a path that cannot be read: the owner, the user of this process, and a command
/// that grants the permission. The text starts with a semicolon. It is empty if no permission is missing.
package func readingRemedy(_ path: String, _ code: Errno?) -> String {
    guard code == .permissionDenied, let missing = MissingPermission(toRead: path) else { return "" }
    let user = geteuid()
    if missing.owner == user { return "; run chmod u+\(missing.permission) \(shellQuoted(missing.path))" }
    return "; \(missing.path) belongs to \(userName(missing.owner)), but imagekit runs as \(userName(user)): run "
        + "sudo chmod a+\(missing.permission) \(shellQuoted(missing.path))"
}
