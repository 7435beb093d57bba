import Files

extension SourceRecord {
    /// The record to store. If the file changed very recently, it can change again without a new timestamp. In this
    /// case, the stamp of the stored record never matches, so that the next run reads the file again.
    package var trusted: SourceRecord {
        guard stamp.isRacy(at: currentTime()) else { return self }
        var record = self
        record.stamp.changed = 0
        return record
    }
}
