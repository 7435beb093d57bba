import CacheState
import Files
import Registry

extension Planner {
    /// Examines a cache file in the cache folder or in the bucket. Returns nil if the cache file does not exist. Also
    /// returns nil if copies of objects stay in the cache folder, but the copy of this object is missing. For an object
    /// with a record, the record shows whether the object exists: no request is sent, unless the object must be
    /// verified.
    func found(_ file: Candidate.File) -> FoundFile? {
        let mustVerify = policy.mustVerify(file.record)
        guard let objects else { return root.file(file.name, readingContent: mustVerify) }
        let copy = objects.keepsLocal ? root.file(file.name, readingContent: mustVerify) : nil
        if objects.keepsLocal, copy == nil { return nil }
        let path = copy == nil ? nil : settings.cachePath(of: file.name)
        guard let record = file.record else {
            let object = objects.file(file.name, equalTo: path)
            return object == nil ? nil : copy ?? object
        }
        guard case .made(let bytes, _) = record.state else { return copy }
        guard mustVerify else { return copy ?? FoundFile(size: bytes, modified: 0, content: nil) }
        guard let object = objects.file(file.name) else { return nil }
        guard let path else { return object }
        return objects.file(file.name, equalTo: path) == nil ? object : copy
    }
}
