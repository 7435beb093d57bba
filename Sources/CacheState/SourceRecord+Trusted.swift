import Files

extension SourceRecord {
    /// The record as it must be stored. If the file is so recent that it can change again without a new time, the stamp
    /// is changed so that it never matches.
    package var trusted: SourceRecord {
        guard stamp.isRacy(at: currentTime()) else { return self }
        var record = self
        record.stamp.changed = 0
        return record
    }
}
