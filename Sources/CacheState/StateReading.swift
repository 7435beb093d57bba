/// Reads the records of sources and cache files. Callers must request them in byte order of the sources' names, because
/// a reader only moves forward.
package protocol StateReading {
    /// Returns the record of a source, without its files.
    func source(_ name: String) throws -> SourceRecords
    /// Returns the records of a source's cache files. Callers that do not need these records can skip this call.
    func files(of name: String) throws -> [CacheRecord]
}

extension StateReading {
    /// Returns the record of a source together with the records of its cache files.
    package func records(of name: String) throws -> SourceRecords {
        var records = try source(name)
        records.files = try files(of: name)
        return records
    }
}
