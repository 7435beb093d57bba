import Registry

/// The reason why a site's cache could not be changed.
package enum DjangoCacheError: Error, Equatable, CustomStringConvertible {
    /// The name of the server, the database, or the folder, and the reason why it cannot be used. The name is empty if
    /// it is unknown, for example because the cache did not answer in time.
    case unusable(String, reason: String)
    /// The cache has no room for more keys (`CacheCapacity`), so the keys of `left` files were not added.
    case full(String, maxEntries: Int, left: Int)

    package var description: String {
        switch self {
        case .unusable(let location, let reason):
            "the site's cache\(location.isEmpty ? "" : " " + location) cannot be used: \(reason)"
        case .full(let location, let maxEntries, let left):
            "the site's cache \(location) is full (MAX_ENTRIES is \(maxEntries)), so it lacks the keys of \(left) cache files"
        }
    }

    /// Whether only new entries were refused, and all other changes were made.
    package var isPartial: Bool { if case .full = self { true } else { false } }

    /// Joins this error and a later error of the same command. An unusable cache has priority over a full cache,
    /// whichever error comes first. If both errors report an unusable cache, the first has priority, because the second
    /// is usually its consequence. If both report a full cache, the result counts the files of both.
    package func joined(with later: DjangoCacheError) -> DjangoCacheError {
        switch (self, later) {
        case (.unusable, _): self
        case (.full, .unusable): later
        case (.full(_, _, let before), .full(let location, let maxEntries, let left)):
            .full(location, maxEntries: maxEntries, left: before + left)
        }
    }
}
