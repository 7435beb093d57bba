import ImageSpecs

/// The backends by the names that `IMAGEKIT_CACHE_BACKEND` gives them.
package enum CacheBackendKind: String, CaseIterable, Sendable {
    case sqlite
    case memory
    case dummy

    /// Django's backends: SQLite replaces those that outlive a process.
    private static let djangos: KeyValuePairs<String, CacheBackendKind> = [
        "default": .sqlite, djangoPrefix + "db.DatabaseCache": .sqlite,
        djangoPrefix + "filebased.FileBasedCache": .sqlite, djangoPrefix + "memcached.PyMemcacheCache": .sqlite,
        djangoPrefix + "memcached.PyLibMCCache": .sqlite, djangoPrefix + "redis.RedisCache": .sqlite,
        djangoPrefix + "locmem.LocMemCache": .memory, djangoPrefix + "dummy.DummyCache": .dummy,
    ]

    private static let djangoPrefix = "django.core.cache.backends."

    /// Every name that a registry may give to a backend.
    static let names = allCases.map(\.rawValue) + djangos.map(\.key)

    /// What a value must be, to follow "is not".
    static let requirement = "one of \(allCases.map(\.rawValue).joined(separator: ", "))"

    /// Reads a name or Django's dotted path. Reports what is wrong and returns nil if it is neither.
    static func read(_ value: Value, problem: (String) -> Void) -> CacheBackendKind? {
        let text = value.string ?? ""
        if let kind = CacheBackendKind(rawValue: text) ?? djangos.first(where: { $0.key == text })?.value {
            return kind
        }
        problem(
            "\(value) is not \(requirement)" + Suggestion.clause(for: text, among: allCases.map(\.rawValue))
        )
        return nil
    }
}
