/// An open connection to a site's cache.
///
/// Each step of a request, such as a read from a socket, has a short time limit. A request can consist of many steps,
/// so callers must not wait for its end without a limit. After an error other than `full`, callers close the
/// connection, because a late answer would count as the answer to the next request.
///
/// All functions throw `DjangoCacheError`.
protocol CacheConnection: AnyObject {
    /// Whether the cache contains the key, and the key has not expired.
    func contains(_ key: String) throws -> Bool
    /// Sets the value of the keys to `exists`. The array contains no key twice.
    /// - Parameter limit: the maximum number of entries after a new key is added. Only a database cache and a
    ///   file-based cache use this limit.
    /// - Throws: `DjangoCacheError.full` if keys were not added. All other keys are set.
    func set(_ keys: [String], upTo limit: Int) throws
    func delete(_ keys: [String]) throws
}
