#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Returns a user's name with the number, such as `www-data (33)`. A user without a name is only a number.
package func userName(_ id: UInt32) -> String {
    guard let name = getpwuid(id)?.pointee.pw_name else { return "\(id)" }
    return "\(String(cString: name)) (\(id))"
}
