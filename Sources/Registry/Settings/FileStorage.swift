import Files
import ImageSpecs

/// The storage of cache files: a folder, like Django's `FileSystemStorage`, or a bucket.
package struct FileStorage: Sendable, Hashable {
    /// The folder to which the names of cache files are relative. Nil stands for `MEDIA_ROOT`. `SettingsReader` makes
    /// the path absolute.
    package var location: String?
    /// The URL at which the folder or the bucket is served, with a slash at its end. Nil stands for `MEDIA_URL`.
    package var baseURL: String?
    /// The bucket of the cache files. Nil means that the cache files are in the folder.
    package var bucket: BucketStorage?

    package init(location: String? = nil, baseURL: String? = nil, bucket: BucketStorage? = nil) {
        self.location = location
        self.baseURL = baseURL
        self.bucket = bucket
    }
}

extension SettingKind<FileStorage> {
    private static let keys = ["location", "base_url"]

    static let fileStorage = SettingKind(
        requirement:
            "an object with location and base_url, the address of a bucket such as \"s3://bucket/prefix\", or the "
            + "name of a class of Django",
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
            "examples": [["location": "../public/img", "base_url": "/img/"], "s3://bucket/prefix"],
        ],
        parse: { text in
            guard text.hasPrefix("{"), let json = FieldValue(text: text).json else { return .string(text) }
            return json
        },
        read: { value, problem in
            if let text = value.string {
                // A text that contains no colon and no slash counts as the name of a class of Django. Ignore this name,
                // so that the cache files are in MEDIA_ROOT.
                guard text.contains(":") || text.contains("/") else { return FileStorage() }
                if let bucket = BucketStorage(address: text) { return FileStorage(bucket: bucket) }
                problem(
                    "\(value) is not the address of a bucket, such as \"s3://bucket/prefix\"; for a folder, write an "
                        + "object such as {\"location\": \"../public/img\", \"base_url\": \"/img/\"}"
                )
                return nil
            }
            guard case .dictionary(let members) = value else {
                problem("\(value) is not an object with location and base_url")
                return nil
            }
            for key in members.keys.sorted() where !keys.contains(key) {
                problem("\(key): unknown key" + Suggestion.clause(for: key, among: keys))
            }
            for key in keys where members[key] != nil && members[key]?.string?.isEmpty != false {
                let isEmpty = members[key]?.string != nil
                problem(
                    isEmpty ? "\(key): the text is empty: remove it" : "\(key): \(members[key] ?? .none) is not text"
                )
                return nil
            }
            let url = members["base_url"]?.string.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
            return FileStorage(location: members["location"]?.string, baseURL: url)
        },
        write: { storage in
            if let bucket = storage.bucket { return .string(bucket.configuration.address) }
            let members = ["location": storage.location, "base_url": storage.baseURL].compactMapValues(\.self)
            return .dictionary(members.mapValues { .string($0) })
        }
    )
}

extension FieldValue {
    /// The first reading that is not a text; nil if all readings are texts.
    var json: Value? { readings.first { $0.string == nil } }
}
