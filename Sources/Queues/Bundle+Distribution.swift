import CacheState

extension Bundle {
    /// A source or a canvas with images to make.
    package struct Source {
        package let name: String
        /// The text that determines the shard of the source.
        package let shardKey: String

        package init(name: String, shardKey: String) {
            self.name = name
            self.shardKey = shardKey
        }
    }

    /// Distributes sources to bundles, one for each shard that contains a source.
    /// - Parameter size: the approximate number of sources in a bundle.
    package static func bundles(
        of sources: [Source],
        size: Int,
        patterns: [String],
        options: [Option]
    ) -> [Bundle] {
        // Round up, without an overflow for the largest size.
        let count = max(1, (sources.count - 1) / size + 1)
        var parts = [[String]](repeating: [], count: count)
        var partsWithCanvas: Set<Int> = []
        for source in sources {
            let part = Shard.number(of: source.shardKey, count: count) - 1
            // All canvases have the name "", and a bundle needs this name only once.
            if source.name.isEmpty, !partsWithCanvas.insert(part).inserted { continue }
            parts[part].append(source.name)
        }
        return parts.indices.compactMap { index in
            guard !parts[index].isEmpty, let shard = Shard(number: index + 1, count: count) else { return nil }
            return Bundle(patterns: patterns, options: options, shard: shard, sources: parts[index])
        }
    }
}
