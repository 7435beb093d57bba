/// The state of one cache folder, open for writing.
package protocol WritableState: ReadableState {
    /// Writes all changes in one step: if the write fails, no change is written.
    func write(_ changes: [StateChange]) throws
    /// Removes the records and the calls of the cache files with these names. Also removes the record of each source
    /// that has no record of a cache file left.
    func forget(_ names: [String]) throws
    /// Marks the records of the cache files with these names as pending. Names without records are ignored.
    func markPending(_ names: [String]) throws
    /// Whether another process wrote records since the last call.
    func wasWrittenByOthers() throws -> Bool
    /// Records that a run of this version of imagekit has searched for images with faults of earlier versions.
    func recordFaultSearch(by version: String) throws
}
