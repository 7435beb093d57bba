import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Returns the end of a message about a path that cannot be read: a command that grants the permission. If another user
/// owns the path, the text also names this user and the user of this process. The text starts with a semicolon. It is
/// empty if no permission is missing.
package func readingRemedy(_ path: String, _ code: Errno?) -> String {
    guard code == .permissionDenied, let missing = MissingPermission(toRead: path) else { return "" }
    let user = geteuid()
    if missing.owner == user { return "; run chmod u+\(missing.permission) \(shellQuoted(missing.path))" }
    return "; \(missing.path) belongs to \(userName(missing.owner)), but imagekit runs as \(userName(user)): run "
        + "sudo chmod a+\(missing.permission) \(shellQuoted(missing.path))"
}
