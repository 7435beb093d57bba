/// An open connection to a site's cache.
///
/// Each step of a request, such as a read from a socket, has a short time limit. A request can consist of many steps, so
/// callers must not wait for its end without a limit. After an error, callers close the connection.
///
/// All functions throw `DjangoCacheError`.
protocol CacheConnection: AnyObject {
    func contains(_ key: String) throws -> Bool
    /// Sets the value of the keys to `exists`. The keys are different.
    /// - Parameter limit: the number of entries at which no new key is added to a cache with `MAX_ENTRIES`.
    /// - Throws: `DjangoCacheError.full` if keys were not added. All other keys are set.
    func set(_ keys: [String], upTo limit: Int) throws
    func delete(_ keys: [String]) throws
}
