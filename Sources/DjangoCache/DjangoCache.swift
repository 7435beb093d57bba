import Registry

/// The cache in which a Django site keeps the state of its cache files. Only one thread uses it at a time. It connects
/// on first use.
package final class DjangoCache {
    private let setting: DjangoCacheSetting
    private let keys: CacheKeys
    private var connection: (any CacheConnection)?

    /// The maximum number of keys in one request. Callers split larger numbers of keys.
    package static let batch = 500

    package init(_ setting: DjangoCacheSetting, _ settings: Settings) {
        self.setting = setting
        keys = CacheKeys(settings, setting)
    }

    /// Whether the cache contains the mark, and therefore still has the keys that were written before.
    package func contains(mark: String) throws -> Bool {
        guard let key = keys.key(ofMark: mark) else { return true }
        return try open().contains(key)
    }

    package func write(mark: String) throws {
        guard let key = keys.key(ofMark: mark) else { return }
        try open().set([key], always: true)
    }

    /// Writes the state `exists` of cache files.
    /// - Throws: `DjangoCacheError`. If the cache is full, the keys that it contains are still written.
    package func setExisting(_ names: [String]) throws { try send(names) { try $0.set($1, always: false) } }

    /// Deletes the states of cache files.
    package func forget(_ names: [String]) throws { try send(names) { try $0.delete($1) } }

    private func send(_ names: [String], _ request: (any CacheConnection, [String]) throws -> Void) throws {
        let keys = names.compactMap(keys.key(ofFile:))
        guard !keys.isEmpty else { return }
        try request(try open(), keys)
    }

    private func open() throws -> any CacheConnection {
        if let connection { return connection }
        let opened: any CacheConnection
        switch setting.server {
        case .redis(let address): opened = try RedisConnection(address, timeout: setting.timeout)
        case .memcached(let servers): opened = try MemcachedConnection(servers, timeout: setting.timeout)
        case .sqlite(let path): opened = try SQLTable(SQLiteTable(path), setting)
        case .postgresql(let address): opened = try SQLTable(PostgreSQLTable(address), setting)
        case .folder(let path): opened = try CacheFolder(path, setting)
        case nil: throw DjangoCacheError.unusable("", reason: "the setting names no server")
        }
        connection = opened
        return opened
    }
}
