import Files
import GRDB
import ImageHeaders
import ImageSpecs
import WorkerProtocol

/// Reads the records in byte order of the sources' names. Callers visit the sources in the same order. So each record
/// is read once, and the memory does not grow with the number of records.
final class StateReader: StateReading {
    private let sources: StateRows
    private let files: StateRows
    /// Looks up single complete records; nil if the rows of `files` are already complete.
    private let lookup: StateRows?
    private let part: StatePart
    private let names: CacheFileNames
    /// The number of files of the last source, as an estimate for the next one.
    private var fileCount = 0

    /// The indices of the columns in both queries of `cache_file`. The query with few columns ends with `bytes`.
    private enum Column {
        static let source: Int32 = 0, name: Int32 = 1, naming: Int32 = 2, state: Int32 = 3, digest: Int32 = 4,
            bytes: Int32 = 5
        static let failure: Int32 = 6
        /// The message of a failure, or the notes of an image.
        static let message: Int32 = 7
        /// The rendering of an image, or the limits of a failure.
        static let rendering: Int32 = 8
        static let width: Int32 = 9, height: Int32 = 10, format: Int32 = 11
        static let output: Int32 = 12, checked: Int32 = 13
        static let renderer: Int32 = 14, made: Int32 = 15, reason: Int32 = 16, tries: Int32 = 17, spent: Int32 = 18
    }

    /// - Parameter version: the version of the state.
    init(_ db: Database, version: Int, _ part: StatePart, _ names: CacheFileNames) throws {
        self.part = part
        self.names = names
        let name = part.source
        sources = try StateRows(
            db,
            sql: """
                SELECT name, size, modified, changed, inode, digest, \(version < 4 ? "NULL" : "images"),
                    \(version < 9 ? "NULL, NULL, NULL" : "width, height, orientation")
                FROM source WHERE name \(name == nil ? ">=" : "=") ? ORDER BY name
                """
        )
        try sources.start([name ?? ""])
        // Leave out columns that the caller does not request. There can be half a million rows, and a row with all
        // columns takes more than twice as long to read as a row with few columns.
        let few = "source, name, \(version < 2 ? "NULL" : "naming"), state, digest, bytes"
        let image = part.describesImages ? "width, height, format" : "NULL, NULL, NULL"
        // Read `checked` even if the caller does not need `output`: the time of a failure determines when the image is
        // tried again.
        let proof = version < 3 ? "NULL, NULL" : part.describesImages ? "output, checked" : "NULL, checked"
        let all =
            "\(few), failure, message, \(version < 3 ? "NULL" : "rendering"), \(image), \(proof)"
            + (version < 5 ? ", NULL" : ", renderer")
            + (part.describesImages && version >= 7 ? ", made, reason" : ", NULL, NULL")
            + (version < 8 ? ", NULL, NULL" : ", tries, spent")
        let readsFew = !part.describesImages && !part.namings.isEmpty
        files = try StateRows(
            db,
            sql: """
                SELECT \(readsFew ? few : all)
                FROM cache_file WHERE source \(name == nil ? ">=" : "=") ? ORDER BY source, name
                """
        )
        try files.start([name ?? ""])
        lookup = readsFew ? try StateRows(db, sql: "SELECT \(all) FROM cache_file WHERE source = ? AND name = ?") : nil
    }

    func source(_ name: String) throws -> SourceRecords {
        var name = name
        return try name.withUTF8 { name in
            guard try sources.advance(to: name) else { return SourceRecords() }
            return SourceRecords(source: sourceRecord(), images: sources.integer(6))
        }
    }

    func files(of name: String) throws -> [CacheRecord] {
        var name = name
        return try name.withUTF8 { name in
            var records: [CacheRecord] = []
            records.reserveCapacity(fileCount)
            while try files.advance(to: name) {
                if let record = try cacheRecord() { records.append(record) }
                try files.advance()
            }
            fileCount = records.count
            return records
        }
    }

    private func sourceRecord() -> SourceRecord? {
        guard let digest = sources.digest(5) else { return nil }
        let stamp = FileStamp(
            size: sources.integer(1) ?? 0,
            modified: sources.integer(2) ?? 0,
            changed: sources.integer(3) ?? 0,
            inode: sources.integer(4) ?? 0
        )
        return SourceRecord(stamp: stamp, digest: digest, header: header())
    }

    /// The header of the source; nil if the state has no header, or if an untrusted state has invalid values.
    private func header() -> SourceHeader? {
        guard let width = sources.integer(7), let height = sources.integer(8), let orientation = sources.integer(9)
        else { return nil }
        return SourceHeader(storedSize: (width, height), orientation: orientation)
    }

    private func cacheRecord() throws -> CacheRecord? {
        guard let code = StateCode(rawValue: files.integer(Column.state) ?? 0),
            files.bytes(Column.name, satisfy: names.contains)
        else { return nil }
        guard let lookup else { return record(code, in: files) }
        let naming = files.integer(Column.naming) ?? 0
        if code == .made, part.namings.contains(naming) {
            guard let bytes = files.integer(Column.bytes), bytes >= 0 else { return nil }
            let state = CacheRecord.State.made(bytes: bytes, image: nil)
            return CacheRecord(
                name: files.text(Column.name),
                naming: naming,
                digest: files.digest(Column.digest),
                state: state
            )
        }
        try lookup.start([files.text(Column.source), files.text(Column.name)])
        return lookup.hasRow ? record(code, in: lookup) : nil
    }

    private func record(_ code: StateCode, in row: StateRows) -> CacheRecord? {
        guard let state = state(code, in: row) else { return nil }
        var record = CacheRecord(
            name: row.text(Column.name),
            naming: row.integer(Column.naming) ?? 0,
            digest: row.digest(Column.digest),
            state: state,
            output: row.digest(Column.output),
            checked: row.integer(Column.checked),
            rendering: code == .made ? row.integer(Column.rendering) : nil,
            renderer: row.integer(Column.renderer)
        )
        // Limit the numbers: a state can be untrusted, and a sum of large numbers could overflow.
        record.tries = row.integer(Column.tries).map { min(max($0, 0), CacheRecord.maxTries) }
        record.spent = row.integer(Column.spent).map { min(max($0, 0), CacheRecord.maxSpent) }
        return record
    }

    private func state(_ code: StateCode, in row: StateRows) -> CacheRecord.State? {
        switch code {
        case .pending: return .pending
        case .failed:
            guard let code = Outcome.Code(rawValue: row.text(Column.failure)) else { return nil }
            return .failed(
                Outcome.Failure(code: code, message: row.text(Column.message)),
                limits: row.integer(Column.rendering)
            )
        case .made:
            guard let bytes = row.integer(Column.bytes), bytes >= 0 else { return nil }
            return .made(bytes: bytes, image: part.describesImages ? image(bytes: bytes, in: row) : nil)
        }
    }

    private func image(bytes: Int, in row: StateRows) -> ImageDescription? {
        guard let width = row.integer(Column.width), let height = row.integer(Column.height), width > 0, height > 0,
            let format = ImageFormat(rawValue: row.text(Column.format))
        else { return nil }
        let text = row.text(Column.message)
        let notes = text.isEmpty ? nil : try? WireFormat.decode(ImageNotes.self, from: text)
        return ImageDescription(
            Outcome.MadeImage(
                width: width,
                height: height,
                bytes: bytes,
                format: format,
                notes: notes ?? ImageNotes()
            ),
            making: row.integer(Column.made).map {
                ImageDescription.Making(time: $0, reason: row.text(Column.reason))
            }
        )
    }
}
