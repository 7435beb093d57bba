import Files
import ImageSpecs
import Operations
import Registry
import Synchronization

/// Recognizes the names that no generator makes, without examining all sources for each name.
///
/// A client can request any name. With most namers, the name of a cache file suggests its source, so the lookup
/// (`CacheFileLookup`) examines only a few sources. With the other namers, the lookup examines all sources, but only if
/// the index contains the name. The index contains the names of all images that a run makes. A request for an unknown
/// name can renew the index. Renewals take only a limited share of the time, so that many such requests do not slow
/// down the server.
final class NameIndex: Sendable {
    /// The share of the server's time that renewals of the index can take.
    private static let share = 0.05
    private static let shortestInterval = Duration.seconds(5)

    private struct Index {
        /// Hashes of the names.
        var names: Set<Int> = []
        var nextRenewal: ContinuousClock.Instant?
        /// The error of the last renewal.
        var error: (any Error)?
    }

    private let lookup: CacheFileLookup
    private let cachefileDir: String
    private let shapes: [CacheFileShape]
    private let index = Mutex(Index())

    init(_ registry: Registry, _ lookup: CacheFileLookup) {
        self.lookup = lookup
        cachefileDir = registry.settings.cachefileDir
        var shapes = Set(registry.generators.map { registry.settings.shape(of: $0) })
        // Single-file commands also make images with generators that are not in the registry, such as
        // `imagekit:thumbnail`. So add the shape of their names.
        shapes.insert(CacheFileShape(registry.settings.specNamer))
        self.shapes = Array(shapes)
    }

    /// Whether a name can come from one of the namers, judged by its shape.
    /// - Parameter isStem: whether the extension of the name is missing.
    func hasShape(_ name: String, isStem: Bool = false) -> Bool { !shapes(of: name, isStem: isStem).isEmpty }

    /// Whether the index contains the name. If so, the lookup examines all sources. The result is false if the name
    /// suggests its source, because the lookup examines the suggested sources before this call.
    /// - Parameter isStem: whether the extension of the name is missing.
    /// - Throws: the errors of a survey. Until the next renewal, the error of the last renewal is thrown again.
    func isListed(_ name: String, isStem: Bool = false) throws -> Bool {
        guard shapes(of: name, isStem: isStem).contains(where: { !$0.suggestsSource }) else { return false }
        let hash = ByteName(name).hashValue
        // Hold the lock during the renewal, so that only one task renews the index.
        return try index.withLock { index in
            if index.names.contains(hash) { return true }
            let start = ContinuousClock.now
            if let next = index.nextRenewal, start < next {
                // It is unknown whether an image has the name, so the answer must not be "not found".
                if let error = index.error { throw error }
                return false
            }
            defer { index.nextRenewal = .now + max((.now - start) / Self.share, Self.shortestInterval) }
            do {
                index.names = try allNames()
                index.error = nil
            } catch {
                index.error = error
                throw error
            }
            return index.names.contains(hash)
        }
    }

    private func allNames() throws -> Set<Int> {
        var names: Set<Int> = []
        try lookup.forEachName { name, isFallback in
            names.insert(ByteName(name).hashValue)
            if isFallback { names.insert(ByteName(SourceName.splitExtension(name).stem).hashValue) }
        }
        return names
    }

    private func shapes(of name: String, isStem: Bool) -> [CacheFileShape] {
        guard let relative = Settings.name(of: name, below: cachefileDir) else { return [] }
        return shapes.filter { !$0.isKnown || $0.matches(isStem ? relative + $0.exampleExtension : relative) }
    }
}
