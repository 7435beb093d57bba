import Files
import ImageSpecs

/// *When* a cache file is made: on which events its generator makes it if it is missing or out of date
/// (django-imagekit's `imagekit.cachefiles.strategies`). `generateimages` is no event: it makes everything.
package struct CacheFileStrategy: Hashable, Sendable {
    package enum Event: String, CaseIterable, Sendable {
        case sourceSaved = "on_source_saved"
        /// A URL or a path is asked for.
        case existenceRequired = "on_existence_required"
        /// The bytes are asked for, or the size in pixels.
        case contentRequired = "on_content_required"
    }

    let generatesOn: Set<Event>

    /// Makes a file right before it is needed.
    package static let justInTime = CacheFileStrategy(generatesOn: [.existenceRequired, .contentRequired])
    /// Makes files when their source is saved, and takes it for granted later that they are there.
    package static let optimistic = CacheFileStrategy(generatesOn: [.sourceSaved])

    /// Whether any of the events makes the file.
    package func generates(on events: [Event]) -> Bool { events.contains(where: generatesOn.contains) }
}

extension CacheFileStrategy {
    private static let named = ["JustInTime": justInTime, "Optimistic": optimistic]

    /// Reads `"JustInTime"`, its dotted path, or `{"on_source_saved": "generate", …}`; tells what is wrong and
    /// returns nil where it is none of these.
    static func read(_ value: Value, problem: (String) -> Void) -> CacheFileStrategy? {
        let names = named.keys.sorted()
        switch value {
        case .string(let text):
            let prefix = "imagekit.cachefiles.strategies."
            let short = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
            if let strategy = named[short] { return strategy }
            problem(
                "there is no cache file strategy \"\(text)\"; there are \(names.joined(separator: " and "))"
                    + Suggestion.clause(for: short, among: names)
            )
            return nil
        case .dictionary(let callbacks):
            return read(callbacks, problem: problem)
        default:
            problem("\(value) is not a cache file strategy: \(names.joined(separator: ", ")) or an object of events")
            return nil
        }
    }

    private static func read(_ callbacks: [String: Value], problem: (String) -> Void) -> CacheFileStrategy? {
        let known = Event.allCases.map(\.rawValue)
        var events: Set<Event> = []
        var isValid = true
        for (key, value) in callbacks.sorted(by: { precedesInBytes($0.key, $1.key) }) where value != .none {
            if let event = Event(rawValue: key), value == .string("generate") {
                events.insert(event)
                continue
            }
            isValid = false
            problem(
                known.contains(key)
                    ? "\(key): \(value) is not \"generate\" or null"
                    : "there is no event \"\(key)\"; the events are \(known.joined(separator: ", "))"
                        + Suggestion.clause(for: key, among: known)
            )
        }
        return isValid ? CacheFileStrategy(generatesOn: events) : nil
    }
}
