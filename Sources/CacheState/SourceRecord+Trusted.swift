import Files

extension SourceRecord {
    /// The record to store. If the file changed very recently, a later change of the file can leave its times
    /// unchanged, and the stamp would not show this change. So the stored stamp of such a file matches no file, and the
    /// next run reads the file again.
    package var trusted: SourceRecord {
        guard stamp.isRacy(at: currentTime()) else { return self }
        var record = self
        record.stamp.changed = 0
        return record
    }
}
