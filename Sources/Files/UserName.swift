#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Returns a user's name and number, such as `www-data (33)`. For a user without a name, returns only the number.
package func userName(_ id: UInt32) -> String { accountName(id).map { "\($0) (\(id))" } ?? "\(id)" }

/// Returns the name of a user for use in commands, such as `www-data`; nil if the system has no name for the number.
package func accountName(_ id: UInt32) -> String? {
    getpwuid(id).flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
}
