/// An open connection to a site's cache.
///
/// Each function waits for a limited time. If it fails, it throws `DjangoCacheError`.
protocol CacheConnection: AnyObject {
    func contains(_ key: String) throws -> Bool
    /// Sets the value of the keys to `exists`.
    /// - Parameter always: whether new keys are added even if the cache is full.
    func set(_ keys: [String], always: Bool) throws
    func delete(_ keys: [String]) throws
}
