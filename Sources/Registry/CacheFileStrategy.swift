import Files
import ImageSpecs

/// The events on which a generator makes a cache file that is missing or out of date (django-imagekit's
/// `imagekit.cachefiles.strategies`). `generateimages` ignores the strategy and makes every such file.
package struct CacheFileStrategy: Hashable, Sendable {
    /// An event on which a cache file can be made. The raw values are django-imagekit's names.
    package enum Event: String, CaseIterable, Sendable {
        case sourceSaved = "on_source_saved"
        /// The URL or the path of the file is requested.
        case existenceRequired = "on_existence_required"
        /// The bytes of the file or its size in pixels are requested.
        case contentRequired = "on_content_required"
    }

    let generatesOn: Set<Event>

    /// Makes a file when it is requested.
    package static let justInTime = CacheFileStrategy(generatesOn: [.existenceRequired, .contentRequired])
    /// Makes files when their source is saved. Later requests assume that the files exist.
    package static let optimistic = CacheFileStrategy(generatesOn: [.sourceSaved])

    /// Returns whether a cache file is made on at least one of these events.
    package func generates(on events: [Event]) -> Bool { events.contains(where: generatesOn.contains) }
}

extension CacheFileStrategy {
    private static let named: KeyValuePairs = ["JustInTime": justInTime, "Optimistic": optimistic]

    private static let djangoPrefix = "imagekit.cachefiles.strategies."

    /// The requirement for a value, as a phrase that follows "is not" in a message.
    static let requirement = "one of \(named.map(\.key).joined(separator: ", ")), or an object of events"

    /// The strategy as it is written in a registry.
    var value: Value {
        if let name = Self.named.first(where: { $0.value == self })?.key { return .string(name) }
        return .dictionary(Dictionary(uniqueKeysWithValues: generatesOn.map { ($0.rawValue, .string("generate")) }))
    }

    /// Reads a name such as `"JustInTime"`, Django's dotted path of this name, or `{"on_source_saved": "generate", …}`.
    /// If the value is invalid, reports an error and returns nil.
    static func read(_ value: Value, problem: (String) -> Void) -> CacheFileStrategy? {
        if case .dictionary(let callbacks) = value { return read(callbacks, problem: problem) }
        let text = value.string ?? ""
        let short = text.hasPrefix(djangoPrefix) ? String(text.dropFirst(djangoPrefix.count)) : text
        if let strategy = named.first(where: { $0.key == short })?.value { return strategy }
        problem("\(value) is not \(requirement)" + Suggestion.clause(for: short, among: named.map(\.key)))
        return nil
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
                    : "\"\(key)\" is not one of \(known.joined(separator: ", "))"
                        + Suggestion.clause(for: key, among: known)
            )
        }
        return isValid ? CacheFileStrategy(generatesOn: events) : nil
    }
}
