import Storage

/// A bucket that stores cache files, with the options that the `storages` of the registry have for it.
package struct BucketStorage: Sendable, Hashable {
    /// Its endpoint and region are set after the settings are read, unless the endpoint is AWS's own.
    package var configuration: S3Configuration
    /// The URL of the cache files for visitors; nil for the URL of the bucket.
    var publicURL: String?
    /// Whether a copy of each cache file stays in the cache folder after the upload.
    package var keepsLocal = false
    /// The number of parallel uploads.
    package var connections = 8
    /// The credentials and other settings outside the registry.
    var environment = AWSEnvironment([:])

    package init(_ configuration: S3Configuration) { self.configuration = configuration }

    /// Returns the storage. It connects only when it sends a request.
    /// - Throws: `StorageError` if there are no credentials.
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

    /// The text that distinguishes the bucket from all others.
    package var identity: String { (configuration.endpoint ?? "") + " " + configuration.address }

    /// Whether the options for another address apply to this one: the same bucket, and the same prefix or the start of
    /// it.
    func isBelow(_ other: BucketStorage) -> Bool {
        let (own, outer) = (configuration.address + "/", other.configuration.address + "/")
        return own.hasPrefix(outer)
    }
}
