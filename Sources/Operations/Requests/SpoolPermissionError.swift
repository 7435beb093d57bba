import Files

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// This process lacks the permission to read or to write in the spool folder.
struct SpoolPermissionError: Error, CustomStringConvertible {
    let description: String

    init(_ missing: MissingPermission) {
        let user = geteuid()
        let remedy =
            missing.owner == user
            ? "run chmod u+rwX \(shellQuoted(missing.path))"
            : "it belongs to \(userName(missing.owner)), but imagekit runs as \(userName(user)): run imagekit as the user of "
                + "the Django site, or give both users the permission through a group"
        description = "cannot read and write in \(missing.path): Permission denied; \(remedy)"
    }
}
