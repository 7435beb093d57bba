import Files
import ImageSpecs
import Operations
import Registry
import Synchronization

/// Refuses the names that no generator makes, without examining all sources for each of them.
///
/// A client can request any name. Most namers put the name of the source into the name of the cache file, so that the
/// lookup examines only a few sources. For all other namers, the index contains the names of all images. It is renewed
/// at most once in a while.
final class NameIndex: Sendable {
    /// The renewal of the index takes at most this share of the time.
    private static let share = 0.05
    private static let shortestInterval = Duration.seconds(5)

    private struct Index {
        /// Hashes of the names.
        var names: Set<Int> = []
        var nextRenewal: ContinuousClock.Instant?
    }

    private let lookup: CacheFileLookup
    private let prefix: String
    private let namers: [Namer]
    private let index = Mutex(Index())

    init(_ registry: Registry, _ lookup: CacheFileLookup) {
        self.lookup = lookup
        prefix = registry.settings.cachefileDir.isEmpty ? "" : registry.settings.cachefileDir + "/"
        var namers = Set(registry.generators.map { registry.settings.namer(of: $0) })
        // Calls of single-file commands make images too, such as imagekit:thumbnail.
        namers.insert(registry.settings.specNamer)
        self.namers = Array(namers)
    }

    /// Whether a namer of the registry gives names like this one.
    func hasShape(_ name: String) -> Bool { !namers(of: name).isEmpty }

    /// Whether an image has this name, if the name does not suggest its source.
    /// - Parameter shape: a name with the shape of the namer; nil stands for the name itself.
    func isListed(_ name: String, shape: String? = nil) throws -> Bool {
        guard namers(of: shape ?? name).contains(where: { !$0.suggestsSource }) else { return false }
        let hash = ByteName(name).hashValue
        // The lock is held during the renewal, so that only one task renews the index.
        return try index.withLock { index in
            if index.names.contains(hash) { return true }
            let start = ContinuousClock.now
            if let next = index.nextRenewal, start < next { return false }
            var names: Set<Int> = []
            try lookup.forEachName { name, isFallback in
                names.insert(ByteName(name).hashValue)
                if isFallback { names.insert(ByteName(SourceName.splitExtension(name).stem).hashValue) }
            }
            index.names = names
            index.nextRenewal = .now + max((.now - start) / Self.share, Self.shortestInterval)
            return names.contains(hash)
        }
    }

    private func namers(of name: String) -> [Namer] {
        guard name.utf8.starts(with: prefix.utf8) else { return [] }
        let relative = String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
        return namers.filter { !$0.hasShape || $0.matchesShape(relative) }
    }
}
