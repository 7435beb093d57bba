import Files

extension SourceRecord {
    /// The record to store. If the file changed very recently, another change can leave its times unchanged. In this
    /// case, the stored stamp never matches the file, so that the next run reads the file again.
    package var trusted: SourceRecord {
        guard stamp.isRacy(at: currentTime()) else { return self }
        var record = self
        record.stamp.changed = 0
        return record
    }
}
