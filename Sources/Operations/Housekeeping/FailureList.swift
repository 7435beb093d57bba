import CacheState
import Files
import Planning
import Registry
import WorkerProtocol

/// The failures that runs reported and that the state still contains, for `imagekit status --failed`.
package struct FailureList: Sendable {
    /// The images of one source that fail for the same reason.
    package struct Entry: Sendable, Equatable {
        /// The name of the source; nil for a canvas.
        package let source: String?
        /// The ids of the generators, in byte order.
        package fileprivate(set) var generators: [String]
        package let failure: Outcome.Failure
        /// When the failure was first reported, in seconds since 1970.
        package fileprivate(set) var since: Int
    }

    /// The entries, in byte order of the sources' names.
    package let entries: [Entry]

    package var images: Int { entries.reduce(0) { $0 + $1.generators.count } }

    package var sources: Int { Set(entries.compactMap { $0.source.map(ByteName.init) }).count }

    /// Reads only the state, and examines no source. Failures of generators that the registry no longer has are left
    /// out.
    package init(_ registry: Registry) throws {
        let ids = Set(registry.generators.map { ByteName($0.id) })
        let failures = try Self.records(of: registry)
            .filter { key, _ in ids.contains(key.generator) || registry.generator(named: key.generator.text) != nil }
            .sorted { left, right in
                left.key.source == right.key.source
                    ? precedesInBytes(left.key.generator.text, right.key.generator.text)
                    : precedesInBytes(left.key.source.text, right.key.source.text)
            }
        var entries: [Entry] = []
        for (key, record) in failures {
            let source = ImageOrigin(key: key.source.text).sourceName
            // The failures are sorted by source, so the entries of this source are the last entries. All canvases have
            // the same key, so their equal failures are one entry too.
            let own = entries.indices.reversed().prefix {
                entries[$0].source.map(ByteName.init) == source.map(ByteName.init)
            }
            if let same = own.first(where: { entries[$0].failure == record.failure }) {
                entries[same].generators.append(key.generator.text)
                entries[same].since = min(entries[same].since, record.since)
            } else {
                entries.append(
                    Entry(
                        source: source,
                        generators: [key.generator.text],
                        failure: record.failure,
                        since: record.since
                    )
                )
            }
        }
        self.entries = entries
    }

    static func records(of registry: Registry) throws -> [FailureKey: FailureRecord] {
        let state = try registry.settings.cacheBackend.openForReading(CacheTree(settings: registry.settings))
        defer { state?.close() }
        return try state?.failures().compactMapValues(\.self) ?? [:]
    }
}
