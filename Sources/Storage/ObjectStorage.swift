/// A storage outside the file system, which contains objects with names.
///
/// All functions block the calling thread. Several threads can call them at the same time.
package protocol ObjectStorage: Sendable {
    /// The address for messages, such as `s3://bucket/prefix`.
    var address: String { get }
    /// Calls `body` with each object whose name starts with `prefix`.
    func list(_ prefix: String, _ body: (StoredObject) -> Void) throws(StorageError)
    /// Returns the object with a name; nil if the object does not exist.
    func find(_ name: String) throws(StorageError) -> StoredObject?
    /// Downloads an object, or a range of its bytes.
    /// - Parameter tag: the tag in the listing. If the object has another tag, the download fails (`isOfChange`).
    func get(_ name: String, _ range: Range<Int>?, tag: String) throws(StorageError) -> ObjectContent
    /// Stores an object, and replaces an object with the same name if `condition` permits this.
    /// - Parameters:
    ///   - type: the media type, such as `image/jpeg`.
    ///   - condition: which object the upload may replace. If the name belongs to an object that it may not replace,
    ///     the upload fails (`isOfChange`).
    /// - Returns: the tag of the new object; nil if the server does not report it.
    func put(
        _ content: [UInt8],
        as name: String,
        type: String,
        condition: PutCondition
    ) throws(StorageError) -> String?
    /// Deletes objects. An object that does not exist counts as deleted.
    /// - Returns: the objects that could not be deleted, with the reasons.
    func delete(_ names: [String]) throws(StorageError) -> [(name: String, reason: StorageError)]
}

extension ObjectStorage {
    /// Stores an object, and replaces any object with the same name.
    package func put(_ content: [UInt8], as name: String, type: String) throws(StorageError) {
        _ = try put(content, as: name, type: type, condition: .always)
    }
}
