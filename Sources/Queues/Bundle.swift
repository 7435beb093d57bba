import CacheState
import JSON

/// A part of a batch, for a worker on any machine: the sources of one shard that have images to make.
package struct Bundle: Equatable, Sendable {
    /// The options of the batch that change which images are made.
    package enum Option: String, CaseIterable, Sendable {
        case force, verify, outdated
    }

    /// Patterns of generator ids; an empty array selects all generators.
    package var patterns: [String]
    package var options: [Option]
    /// The shard that contains all sources of the bundle. A worker uses the lock and the state of this shard. So
    /// workers on machines with a common cache folder can run at the same time.
    package var shard: Shard
    /// The names of the sources. The array contains "" if images of canvases have to be made.
    package var sources: [String]

    package init(patterns: [String], options: [Option], shard: Shard, sources: [String]) {
        self.patterns = patterns
        self.options = options
        self.shard = shard
        self.sources = sources
    }

    /// The patterns and the options as one string. All bundles of a batch have the same task. If two bundles with the
    /// same task contain the same source, they stand for the same images of this source.
    package var task: String { Self.task(patterns, options) }

    package static func task(_ patterns: [String], _ options: [Option]) -> String {
        (patterns + [""] + options.map(\.rawValue)).joined(separator: "\n")
    }

    private static let version = 1

    var text: String {
        let value: JSONText = [
            "version": .integer(Self.version), "patterns": .array(patterns.map { .string($0) }),
            "options": .array(options.map { .string($0.rawValue) }), "shard": .string("\(shard)"),
            "sources": .array(sources.map { .string($0) }),
        ]
        return value.text
    }

    /// - Returns: nil if the text is not a bundle, or if it is a bundle of another version.
    init?(text: String) {
        guard let value = try? JSONText(parsing: text), value["version"] == .integer(Self.version),
            let shard = value["shard"]?.string.flatMap(Shard.init(_:)),
            let patterns = value["patterns"]?.strings, let sources = value["sources"]?.strings,
            let words = value["options"]?.strings
        else { return nil }
        let options = words.compactMap { Option(rawValue: $0) }
        guard options.count == words.count else { return nil }
        self.init(patterns: patterns, options: options, shard: shard, sources: sources)
    }
}

extension JSONText {
    /// The elements of an array of strings; nil for any other value.
    fileprivate var strings: [String]? {
        guard let elements else { return nil }
        let strings = elements.compactMap(\.string)
        return strings.count == elements.count ? strings : nil
    }
}
