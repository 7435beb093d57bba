import ImageSpecs
import JSON
import Storage

/// An option of a bucket in the `storages` of a registry. Only `StorageOption.all` lists these options. The reader of
/// registries, the schema, and the documentation use this list.
package struct StorageOption: Sendable {
    package let name: String
    /// The description in Markdown.
    package let summary: String
    /// The default in words, in Markdown.
    package let fallback: String
    /// The schema of a value that is not null.
    package let schema: JSONText
    private let assign: @Sendable (Value, inout BucketStorage, _ problem: (String) -> Void) -> Void

    private init<T>(
        _ name: String,
        _ kind: SettingKind<T>,
        _ summary: String,
        fallback: String,
        assign: @escaping @Sendable (T, inout BucketStorage) -> Void
    ) {
        self.name = name
        self.summary = summary
        self.fallback = fallback
        schema = kind.schema
        self.assign = { value, storage, problem in
            if let typed = kind.read(value, problem) { assign(typed, &storage) }
        }
    }

    /// Sets the option. If the value is invalid, reports an error instead.
    func set(_ value: Value, of storage: inout BucketStorage, problem: (String) -> Void) {
        assign(value, &storage, problem)
    }

    package static let all = [
        StorageOption(
            "endpoint",
            .endpoint,
            "The URL of the server, such as `\"https://s3.example.com\"`.",
            fallback: "`AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the `endpoint_url` of the profile, or AWS"
        ) { $1.configuration.endpoint = $0 },
        StorageOption(
            "region",
            .headerValue,
            "The region of the bucket.",
            fallback: "`AWS_REGION`, the region of the profile, or `us-east-1`"
        ) { $1.configuration.region = $0 },
        StorageOption(
            "path_style",
            .flag,
            "Whether the path of a URL contains the bucket, as in `https://s3.example.com/bucket/key`. If not, the host "
                + "contains the bucket.",
            fallback: "`true` if the server is not AWS or the name of the bucket contains a dot, otherwise `false`"
        ) { $1.configuration.pathStyle = $0 },
        StorageOption(
            "acl",
            .headerValue,
            "The access control list of the objects, such as `\"public-read\"`.",
            fallback: "none; the server uses its default"
        ) { $1.configuration.acl = $0 },
        StorageOption(
            "cache_control",
            .headerValue,
            "The `Cache-Control` header of the objects, such as `\"public, max-age=86400\"`.",
            fallback: "none"
        ) { $1.configuration.cacheControl = $0 },
        StorageOption(
            "public_url",
            .publicURL,
            "The URL under which visitors find the cache files, such as `\"https://cdn.example.com/\"`. The URL of an "
                + "image is this URL followed by the name of the cache file.",
            fallback: "the URL of the bucket"
        ) { $1.publicURL = $0 },
        StorageOption(
            "keep_local",
            .flag,
            "Whether a copy of each cache file stays in the cache folder. If so, imagekit makes an image again even if only "
                + "its copy is missing.",
            fallback: "`false`"
        ) { $1.keepsLocal = $0 },
        StorageOption(
            "connections",
            .connections,
            "The number of parallel uploads, and of parallel downloads of sources, from 1 to 64.",
            fallback: "`8`"
        ) { $1.connections = $0 },
    ]
}

extension SettingKind<String> {
    fileprivate static let endpoint = SettingKind(
        "the URL of a server, such as \"https://s3.example.com\", without a user",
        valueName: "url",
        schema: ["type": "string", "pattern": "^https?://[^/@?#]+(/[^@?#]*)?$"],
        write: { .string($0) },
        read: { value in value.string.flatMap { S3Endpoint.parts($0) == nil ? nil : $0 } }
    )

    /// A text of printable characters, because it becomes a header of a request. A line end would start another header.
    fileprivate static let headerValue = SettingKind(
        "text of printable ASCII characters",
        valueName: "text",
        schema: ["type": "string", "pattern": "^[!-~]([ -~]*[!-~])?$"],
        write: { .string($0) },
        read: { value in
            guard let text = value.string, let first = text.utf8.first, let last = text.utf8.last, first != 0x20,
                last != 0x20, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
            else { return nil }
            return text
        }
    )

    fileprivate static let publicURL = SettingKind(
        "a URL such as \"https://cdn.example.com/\"",
        valueName: "url",
        schema: ["type": "string", "minLength": 1],
        write: { .string($0) },
        read: { value in
            value.string.flatMap { url in url.isEmpty ? nil : url.hasSuffix("/") ? url : url + "/" }
        }
    )
}

extension SettingKind<Int> {
    fileprivate static let connections = SettingKind(
        "a whole number from 1 to 64",
        valueName: "count",
        schema: ["type": "integer", "minimum": 1, "maximum": 64],
        write: { .integer($0) },
        read: { value in value.integer.flatMap { (1...64).contains($0) ? $0 : nil } }
    )
}
