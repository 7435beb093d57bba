import Files
import Registry
import Storage

/// A source in a bucket, as a listing describes it.
package struct SourceObject: Sendable {
    package let bucket: BucketStorage
    /// The name of the source, which is the key without the prefix of the bucket.
    package let name: String
    package let bytes: Int
    /// The `ETag` without quotes.
    package let tag: String

    package init(bucket: BucketStorage, name: String, bytes: Int, tag: String) {
        self.bucket = bucket
        self.name = name
        self.bytes = bytes
        self.tag = tag
    }

    /// The digest of the size and the tag. It identifies the content without a download.
    package var digest: ContentDigest { ContentDigest(of: "\(bytes) \(tag)") }

    package var stamp: FileStamp {
        FileStamp(size: bytes, modified: 0, changed: FileStamp.changedOfObjects, inode: digest.leadingNumber)
    }

    /// The tag if it has the form of an MD5; otherwise nil. It is the MD5 of the content, unless the object is
    /// encrypted (`ObjectContent.isEncrypted`).
    var md5: UInt128? { StoredObject(name: name, bytes: bytes, tag: tag, modified: 0).md5 }

    /// The address for messages.
    package var address: String { "\(bucket.configuration.address)/\(name)" }

    /// The text that distinguishes the object and its content from all others.
    var identity: String { "\(bucket.identity)/\(name) \(bytes) \(tag)" }
}

extension FileStamp {
    /// No file has this time. So a file and an object never have the same stamp.
    fileprivate static let changedOfObjects = Int.min

    /// Whether the stamp belongs to an object, not to a file. All objects with the same stamp have the same content.
    package var isOfObject: Bool { changed == Self.changedOfObjects }
}
