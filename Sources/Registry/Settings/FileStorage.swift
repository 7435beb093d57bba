import Files
import ImageSpecs

/// The storage of cache files, like Django's `FileSystemStorage`.
package struct FileStorage: Sendable, Hashable {
    /// The folder that the names of cache files are relative to; nil for `MEDIA_ROOT`. It is absolute after the
    /// settings are read.
    package var location: String?
    /// The URL at which the folder is served, with a slash at its end; nil for `MEDIA_URL`.
    package var baseURL: String?

    package init(location: String? = nil, baseURL: String? = nil) {
        self.location = location
        self.baseURL = baseURL
    }
}

extension SettingKind<FileStorage> {
    private static let keys = ["location", "base_url"]

    static let fileStorage = SettingKind(
        requirement: "an object with location and base_url, or the name of a class of Django",
        valueName: "storage",
        schema: [
            "anyOf": [
                [
                    "type": "object", "additionalProperties": false,
                    "properties": [
                        "location": ["type": ["string", "null"], "minLength": 1],
                        "base_url": ["type": ["string", "null"], "minLength": 1],
                    ],
                ],
                ["type": "string"],
            ],
            "examples": [["location": "../public/img", "base_url": "/img/"]],
        ],
        parse: { text in
            guard text.hasPrefix("{"), let json = FieldValue(text: text).json else { return .string(text) }
            return json
        },
        read: { value, problem in
            // A Django project names a class. Its files are in MEDIA_ROOT.
            if value.string != nil { return FileStorage() }
            guard case .dictionary(let members) = value else {
                problem("\(value) is not an object with location and base_url")
                return nil
            }
            for key in members.keys.sorted() where !keys.contains(key) {
                problem("\(key): unknown key" + Suggestion.clause(for: key, among: keys))
            }
            for key in keys where members[key] != nil && members[key]?.string?.isEmpty != false {
                problem("\(key): \(members[key] ?? .none) is not text")
                return nil
            }
            let url = members["base_url"]?.string.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
            return FileStorage(location: members["location"]?.string, baseURL: url)
        },
        write: { storage in
            let members = ["location": storage.location, "base_url": storage.baseURL].compactMapValues(\.self)
            return .dictionary(members.mapValues { .string($0) })
        }
    )
}

extension FieldValue {
    /// The first reading that is not a text; nil if all readings are texts.
    fileprivate var json: Value? { readings.first { $0.string == nil } }
}
