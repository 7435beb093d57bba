import Registry

/// The number of entries up to which `imagekit` adds keys to a database cache or a file-based cache.
///
/// When a site sets a key in a full cache, Django deletes many entries, by default a third. A file-based cache is full
/// if it has `MAX_ENTRIES` entries, and a database cache is full if it has more. So `imagekit` stops before
/// `MAX_ENTRIES`, and leaves room for the entries that the site adds itself.
struct CacheCapacity {
    /// The maximum number of entries after the key of a file is added.
    let keys: Int
    /// The maximum number of entries after the key of a mark is added (`CacheKeys.key(ofMark:)`).
    let mark: Int

    init(_ setting: DjangoCacheSetting) {
        keys = setting.maxEntries - max(2, setting.maxEntries / 10)
        mark = setting.maxEntries - 1
    }
}
