import ImageSpecs

/// The cache backends. The raw values are the names in `IMAGEKIT_CACHE_BACKEND`.
package enum CacheBackendKind: String, CaseIterable, Sendable {
    case sqlite
    case memory
    case dummy

    /// The names of Django that a registry can contain instead: Django's backends, and the alias `default`. SQLite
    /// replaces `default`, and each backend whose content remains after the end of a process.
    private static let djangoNames: KeyValuePairs<String, CacheBackendKind> = [
        "default": .sqlite, djangoPrefix + "db.DatabaseCache": .sqlite,
        djangoPrefix + "filebased.FileBasedCache": .sqlite, djangoPrefix + "memcached.PyMemcacheCache": .sqlite,
        djangoPrefix + "memcached.PyLibMCCache": .sqlite, djangoPrefix + "redis.RedisCache": .sqlite,
        djangoPrefix + "locmem.LocMemCache": .memory, djangoPrefix + "dummy.DummyCache": .dummy,
    ]

    private static let djangoPrefix = "django.core.cache.backends."

    /// All names that a registry can use for a backend.
    static let names = allCases.map(\.rawValue) + djangoNames.map(\.key)

    /// The requirement for a value, as a phrase that follows "is not" in a message.
    static let requirement = "one of \(allCases.map(\.rawValue).joined(separator: ", "))"

    /// Reads a name of a backend, or the name of a backend of Django. If the value is invalid, reports an error and
    /// returns nil.
    static func read(_ value: Value, problem: (String) -> Void) -> CacheBackendKind? {
        let text = value.string ?? ""
        if let kind = CacheBackendKind(rawValue: text) ?? djangoNames.first(where: { $0.key == text })?.value {
            return kind
        }
        problem(
            "\(value) is not \(requirement)" + Suggestion.clause(for: text, among: allCases.map(\.rawValue))
        )
        return nil
    }
}
