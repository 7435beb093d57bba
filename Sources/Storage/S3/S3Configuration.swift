/// The bucket of a storage and the way to reach it. Values that are nil come from the environment.
package struct S3Configuration: Sendable, Hashable {
    package var bucket: String
    /// The start of all keys, without slashes at its start and end; empty for none.
    package var prefix: String
    /// The URL of the server; nil for AWS.
    package var endpoint: String?
    package var region: String?
    /// Whether the bucket is in the path of URLs instead of the host. Nil means that it is in the path for servers other
    /// than AWS, because the host would need a DNS record for each bucket.
    package var pathStyle: Bool?
    package var acl: String?
    package var cacheControl: String?

    package init(bucket: String, prefix: String = "") {
        self.bucket = bucket
        self.prefix = prefix
    }

    package var address: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix)" }

    func key(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix)/\(name)" }

    /// The name of an object with this key; nil if the key does not begin with the bytes of the prefix. Equal characters
    /// can have different bytes.
    func name(_ key: String) -> String? {
        if prefix.isEmpty { return key }
        let start = (prefix + "/").utf8
        return key.utf8.starts(with: start) ? String(key.utf8.dropFirst(start.count)) : nil
    }
}
