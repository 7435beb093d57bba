/// An open cache of a site.
///
/// Each function waits for a limited time, and throws `DjangoCacheError`.
protocol CacheConnection: AnyObject {
    func contains(_ key: String) throws -> Bool
    /// Sets the value of the keys to `exists`.
    /// - Parameter always: whether to add keys to a full cache too.
    func set(_ keys: [String], always: Bool) throws
    func delete(_ keys: [String]) throws
}
