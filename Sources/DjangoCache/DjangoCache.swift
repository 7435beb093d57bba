import Files
import Registry

/// The cache in which a Django site keeps the state of its cache files. Only one thread uses it at a time. It connects
/// on first use.
package final class DjangoCache {
    private let setting: DjangoCacheSetting
    private let keys: CacheKeys
    private let capacity: CacheCapacity
    private var connection: (opened: any CacheConnection, end: ContinuousClock.Instant)?

    /// The maximum number of keys in one request. Callers split larger numbers of keys. The maximum for a folder is
    /// lower, because each key is a file, and a network file system needs several round trips for each file.
    package static func batch(_ setting: DjangoCacheSetting) -> Int {
        if case .folder = setting.server { 50 } else { 500 }
    }

    /// The time after which a connection is replaced. Servers close idle connections. Also, a connection counts the
    /// entries of the cache only once, so its count becomes wrong when the site adds entries.
    private static let lifetime = Duration.seconds(60)

    package init(_ setting: DjangoCacheSetting, _ settings: Settings) {
        self.setting = setting
        keys = CacheKeys(settings, setting)
        capacity = CacheCapacity(setting)
    }

    /// Whether the cache contains the mark. If not, it has probably lost keys, so the run writes all keys. If the site
    /// cannot use the key of the mark, the result is true, because with false, each run would write all keys.
    package func contains(mark: String) throws -> Bool {
        guard let key = keys.key(ofMark: mark) else { return true }
        return try request { try $0.contains(key) }
    }

    package func write(mark: String) throws {
        guard let key = keys.key(ofMark: mark) else { return }
        try request { try $0.set([key], upTo: capacity.mark) }
    }

    /// Writes the keys of cache files, with the value `exists`.
    /// - Throws: `DjangoCacheError`. If the cache is full, only new keys are left out: keys that the cache already
    ///   contains are written again.
    package func setExisting(_ names: [String]) throws { try send(names) { try $0.set($1, upTo: capacity.keys) } }

    /// Deletes the keys of cache files.
    package func forget(_ names: [String]) throws { try send(names) { try $0.delete($1) } }

    private func send(_ names: [String], _ body: (any CacheConnection, [String]) throws -> Void) throws {
        // Keep each key once, because several names can have the same key, and PostgreSQL refuses to set a key twice
        // with one command.
        var known: Set<ByteName> = []
        let keys = names.compactMap(keys.key(ofFile:)).filter { known.insert(ByteName($0)).inserted }
        guard !keys.isEmpty else { return }
        try request { try body($0, keys) }
    }

    private func request<T>(_ body: (any CacheConnection) throws -> T) throws -> T {
        if let connection, connection.end < .now { self.connection = nil }
        let opened = try connection?.opened ?? open()
        if connection == nil { connection = (opened, .now + Self.lifetime) }
        do {
            return try body(opened)
        } catch {
            // If the cache is full, keep the connection, because all requests are answered. After any other error,
            // close it: the answer to the failed request can still arrive, and must not count as the answer to a later
            // request.
            if (error as? DjangoCacheError)?.isPartial != true { connection = nil }
            throw error
        }
    }

    private func open() throws -> any CacheConnection {
        switch setting.server {
        case .redis(let address): try RedisCache(address, timeout: setting.timeout)
        case .memcached(let servers): try MemcachedCache(servers, timeout: setting.timeout)
        case .sqlite(let path): try DatabaseCache(SQLiteTable(path), setting)
        case .postgresql(let address): try DatabaseCache(PostgreSQLTable(address), setting)
        case .folder(let path): try FileBasedCache(path, setting)
        case nil: throw DjangoCacheError.unusable("", reason: "the setting names no server")
        }
    }
}
