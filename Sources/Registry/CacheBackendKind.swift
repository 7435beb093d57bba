import ImageSpecs

/// The backends by the names that `IMAGEKIT_CACHE_BACKEND` gives them.
package enum CacheBackendKind: String, CaseIterable, Sendable {
    case sqlite
    case memory
    case dummy

    /// Django's backends: those that outlive a process are SQLite here.
    private static let djangos: [String: CacheBackendKind] = [
        "default": .sqlite, "db.DatabaseCache": .sqlite, "filebased.FileBasedCache": .sqlite,
        "memcached.PyMemcacheCache": .sqlite, "memcached.PyLibMCCache": .sqlite, "redis.RedisCache": .sqlite,
        "locmem.LocMemCache": .memory, "dummy.DummyCache": .dummy,
    ]

    /// Reads `"sqlite"` or Django's dotted path; tells what is wrong and returns nil where it is none of these.
    static func read(_ value: Value, problem: (String) -> Void) -> CacheBackendKind? {
        let names = allCases.map(\.rawValue)
        guard case .string(let text) = value else {
            problem("\(value) is not the name of a cache backend: \(names.joined(separator: ", "))")
            return nil
        }
        let prefix = "django.core.cache.backends."
        let short = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        if let kind = CacheBackendKind(rawValue: text) ?? djangos[short] { return kind }
        problem(
            "there is no cache backend \"\(text)\"; there are \(names.joined(separator: ", "))"
                + Suggestion.clause(for: text, among: names)
        )
        return nil
    }
}
