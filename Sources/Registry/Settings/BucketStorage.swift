import Storage

/// A bucket that stores cache files or sources. Its options come from the `storages` of the registry.
package struct BucketStorage: Sendable, Hashable {
    /// If the registry sets no endpoint or no region, `SettingsReader` uses the value from the environment. For AWS,
    /// the endpoint stays nil.
    package var configuration: S3Configuration
    /// The URL under which visitors find the cache files. Nil stands for the URL of the bucket.
    var publicURL: String?
    /// Whether a copy of each cache file stays in the cache folder after the upload.
    package var keepsLocal = false
    /// The number of parallel uploads, and of parallel downloads of sources.
    package var connections = 8
    /// The credentials and other settings outside the registry.
    var environment = AWSEnvironment([:])

    package init(_ configuration: S3Configuration) { self.configuration = configuration }

    /// Returns the storage. The storage opens a connection only when it sends a request.
    /// - Throws: `StorageError` if there are no credentials, or if the endpoint is not a URL.
    package func open() throws(StorageError) -> any ObjectStorage {
        try S3Storage(configuration, environment: environment)
    }

    /// Parses an address such as `s3://bucket/prefix`.
    /// - Returns: nil if the text is not such an address.
    package init?(address: String) {
        guard address.hasPrefix(Self.scheme) else { return nil }
        let parts = address.dropFirst(Self.scheme.count).split(separator: "/", omittingEmptySubsequences: false)
        let (bucket, folders) = (parts[0], parts.dropFirst().drop(while: \.isEmpty))
        let isOfBucket = { (character: Character) in
            character.isASCII && (character.isLowercase || character.isNumber || "-.".contains(character))
        }
        guard (3...63).contains(bucket.count), bucket.allSatisfy(isOfBucket) else { return nil }
        let prefix = folders.last == "" ? folders.dropLast() : folders
        guard
            prefix.allSatisfy({ folder in
                !folder.isEmpty && folder != "." && folder != ".."
                    && folder.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            })
        else { return nil }
        self.init(S3Configuration(bucket: String(bucket), prefix: prefix.joined(separator: "/")))
    }

    static let scheme = "s3://"

    /// A text that identifies the server, the bucket, and the prefix.
    package var identity: String { (configuration.endpoint ?? "") + " " + configuration.address }

    /// Returns whether the options for the address of `other` apply to this storage. Both must have the same bucket.
    /// The prefix of `other` must equal the prefix of this storage, or consist of its first folders.
    func isBelow(_ other: BucketStorage) -> Bool {
        let (own, outer) = (configuration.address + "/", other.configuration.address + "/")
        return own.hasPrefix(outer)
    }
}
