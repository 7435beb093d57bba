import Files
import ImageSpecs

/// One page of a listing (`ListObjectsV2`).
struct ListAnswer: Equatable {
    struct Object: Equatable {
        let key: String
        let bytes: Int
        let tag: String
        let modified: Int
    }

    let objects: [Object]
    /// The token for the next page; nil for the last page.
    let nextToken: String?

    /// - Returns: nil if the document is not a listing.
    init?(_ bytes: [UInt8]) {
        guard let root = XMLReader.root(of: bytes), root.name == "ListBucketResult" else { return nil }
        let isEncoded = root["EncodingType"] == "url"
        var objects: [Object] = []
        for entry in root.children(named: "Contents") {
            guard let key = entry["Key"], let size = entry["Size"].flatMap({ Int($0) }) else { return nil }
            let tag = (entry["ETag"] ?? "").filter { $0 != "\"" }
            let modified = entry["LastModified"].flatMap { UTCTime(rfc3339: $0) }?.seconds ?? 0
            objects.append(Object(key: isEncoded ? Self.decoded(key) : key, bytes: size, tag: tag, modified: modified))
        }
        self.objects = objects
        nextToken = root["IsTruncated"] == "true" ? root["NextContinuationToken"] : nil
        // Reject a page that is not the last one and has no token, because the rest of the listing would be lost.
        if root["IsTruncated"] == "true", nextToken?.isEmpty != false { return nil }
    }

    /// Decodes a key that a server encoded as in the query of a URL: `+` is a space.
    private static func decoded(_ key: String) -> String {
        let spaced = key.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return percentDecoded(spaced).map { String(decoding: $0, as: UTF8.self) } ?? key
    }
}
