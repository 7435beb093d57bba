import GRDB
import ImageSpecs
import WorkerProtocol

/// Walks through the state beside the sources: both come in byte order of the sources' names, so each record is
/// read once and memory does not grow with their number.
final class StateReader: StateReading {
    private let sources: StateRows
    private let files: StateRows
    /// Records as `files` has them, looked up one by one; nil where `files` has all that is asked for.
    private let whole: StateRows?
    private let part: StatePart
    /// Of the last source: the next has about as many.
    private var fileCount = 0

    /// - Parameter version: of the schema.
    init(_ db: Database, version: Int, _ part: StatePart) throws {
        self.part = part
        let name = part.source
        sources = try StateRows(
            db,
            sql: """
                SELECT name, size, modified, changed, inode, digest
                FROM source \(name == nil ? "" : "WHERE name = ?") ORDER BY name
                """,
            name.map { [$0] } ?? []
        )
        // What nobody asks for is not looked up in half a million rows: each column costs as much as all the rest of a row.
        let few = "source, name, naming, state, digest, bytes"
        let image = part.describesImages ? "width, height, format" : "NULL, NULL, NULL"
        let proof = part.describesImages && version >= 3 ? "output, checked" : "NULL, NULL"
        let all = "\(few), failure, message, \(version < 3 ? "NULL" : "rendering"), \(image), \(proof)"
        let readsFew = !part.describesImages && !part.namings.isEmpty
        files = try StateRows(
            db,
            sql: """
                SELECT \(readsFew ? few : all)
                FROM cache_file \(name == nil ? "" : "WHERE source = ?") ORDER BY source, name
                """,
            name.map { [$0] } ?? []
        )
        whole = readsFew ? try StateRows(db, sql: "SELECT \(all) FROM cache_file WHERE source = ? AND name = ?") : nil
    }

    /// The records of a source; asked for in byte order of the names.
    func records(of name: String) throws -> SourceRecords {
        var name = name
        return try name.withUTF8 { name in
            let source = try sources.advance(to: name) ? sourceRecord() : nil
            var records: [CacheRecord] = []
            records.reserveCapacity(fileCount)
            while try files.advance(to: name) {
                if let record = try cacheRecord() { records.append(record) }
                try files.advance()
            }
            fileCount = records.count
            return SourceRecords(source: source, files: records)
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
        return SourceRecord(stamp: stamp, digest: digest)
    }

    private func cacheRecord() throws -> CacheRecord? {
        guard let code = StateCode(rawValue: files.integer(3) ?? 0) else { return nil }
        guard let whole else { return record(code, in: files) }
        let naming = files.integer(2) ?? 0
        if code == .made, part.namings.contains(naming) {
            guard let bytes = files.integer(5) else { return nil }
            let state = CacheRecord.State.made(bytes: bytes, image: nil)
            return CacheRecord(name: files.text(1), naming: naming, digest: files.digest(4), state: state)
        }
        try whole.restart([files.text(0), files.text(1)])
        return whole.hasRow ? record(code, in: whole) : nil
    }

    private func record(_ code: StateCode, in row: StateRows) -> CacheRecord? {
        guard let state = state(code, in: row) else { return nil }
        return CacheRecord(
            name: row.text(1),
            naming: row.integer(2) ?? 0,
            digest: row.digest(4),
            state: state,
            output: row.digest(12),
            checked: row.integer(13),
            rendering: code == .made ? row.integer(8) : nil
        )
    }

    private func state(_ code: StateCode, in row: StateRows) -> CacheRecord.State? {
        switch code {
        case .pending: return .pending
        case .failed:
            guard let code = Outcome.Code(rawValue: row.text(6)) else { return nil }
            return .failed(Outcome.Failure(code: code, message: row.text(7)), limits: row.integer(8))
        case .made:
            guard let bytes = row.integer(5) else { return nil }
            return .made(bytes: bytes, image: part.describesImages ? image(bytes: bytes, in: row) : nil)
        }
    }

    private func image(bytes: Int, in row: StateRows) -> ImageDescription? {
        guard let width = row.integer(9), let height = row.integer(10),
            let format = ImageFormat(rawValue: row.text(11))
        else { return nil }
        let text = row.text(7)
        let notes = text.isEmpty ? nil : try? WireFormat.decode(ImageNotes.self, from: text)
        return ImageDescription(
            Outcome.MadeImage(
                width: width,
                height: height,
                bytes: bytes,
                format: format,
                notes: notes ?? ImageNotes()
            )
        )
    }
}
