/// The bucket of a storage and the way to reach it. If `endpoint` or `region` is nil, the environment determines it.
package struct S3Configuration: Sendable, Hashable {
    package var bucket: String
    /// The start of all keys, without slashes at its start and end; empty if keys have no prefix.
    package var prefix: String
    /// The URL of the server. Without a URL here and in the environment, the server is AWS.
    package var endpoint: String?
    package var region: String?
    /// Whether the bucket is in the path of URLs instead of the host. If nil, `S3Endpoint` decides.
    package var pathStyle: Bool?
    package var acl: String?
    package var cacheControl: String?

    package init(bucket: String, prefix: String = "") {
        self.bucket = bucket
        self.prefix = prefix
    }

    package var address: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix)" }

    func key(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix)/\(name)" }

    /// The name of an object with this key; nil if the key does not begin with the prefix. The bytes are compared,
    /// because strings that Swift considers equal can have different bytes.
    func name(_ key: String) -> String? {
        if prefix.isEmpty { return key }
        let start = (prefix + "/").utf8
        return key.utf8.starts(with: start) ? String(key.utf8.dropFirst(start.count)) : nil
    }
}
