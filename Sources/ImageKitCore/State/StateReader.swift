import GRDB
import ImageSpecs
import WorkerProtocol

/// Walks through the state beside the sources: both come in byte order of the sources' names, so each record is
/// read once and memory does not grow with their number.
final class StateReader: StateReading {
    private let sources: StateRows
    private let files: StateRows
    private let describesImages: Bool
    /// Of the last source: the next has about as many.
    private var fileCount = 0

    /// - Parameter version: of the schema.
    init(_ db: Database, version: Int, _ part: StatePart) throws {
        describesImages = part.describesImages
        let name = part.source
        // What nobody asks for is not looked up in half a million rows.
        let image = describesImages ? "width, height, format" : "NULL, NULL, NULL"
        let proof = describesImages && version >= 3 ? "output, checked" : "NULL, NULL"
        sources = try StateRows(
            db,
            sql: """
                SELECT name, size, modified, changed, inode, digest
                FROM source \(name == nil ? "" : "WHERE name = ?") ORDER BY name
                """,
            argument: name
        )
        files = try StateRows(
            db,
            sql: """
                SELECT source, name, naming, state, digest, bytes, \(image), failure, message,
                    \(proof), \(version < 3 ? "NULL" : "rendering")
                FROM cache_file \(name == nil ? "" : "WHERE source = ?") ORDER BY source, name
                """,
            argument: name
        )
    }

    /// The records of a source; asked for in byte order of the names.
    func records(of name: String) throws -> SourceRecords {
        var name = name
        return try name.withUTF8 { name in
            let source = try sources.advance(to: name) ? sourceRecord() : nil
            var records: [CacheRecord] = []
            records.reserveCapacity(fileCount)
            while try files.advance(to: name) {
                if let record = cacheRecord() { records.append(record) }
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

    private func cacheRecord() -> CacheRecord? {
        guard let code = StateCode(rawValue: files.integer(3) ?? 0), let state = state(code) else { return nil }
        return CacheRecord(
            name: files.text(1),
            naming: files.integer(2) ?? 0,
            digest: files.digest(4),
            state: state,
            output: files.digest(11),
            checked: files.integer(12),
            rendering: code == .made ? files.integer(13) : nil
        )
    }

    private func state(_ code: StateCode) -> CacheRecord.State? {
        switch code {
        case .pending: return .pending
        case .failed:
            guard let code = Outcome.Code(rawValue: files.text(9)) else { return nil }
            return .failed(Outcome.Failure(code: code, message: files.text(10)), limits: files.integer(13))
        case .made:
            guard let bytes = files.integer(5) else { return nil }
            return .made(bytes: bytes, image: describesImages ? image(bytes: bytes) : nil)
        }
    }

    private func image(bytes: Int) -> Outcome.MadeImage? {
        guard let width = files.integer(6), let height = files.integer(7),
            let format = ImageFormat(rawValue: files.text(8))
        else { return nil }
        let text = files.text(10)
        let notes = text.isEmpty ? nil : try? WireFormat.decode(ImageNotes.self, from: text)
        return Outcome.MadeImage(
            width: width,
            height: height,
            bytes: bytes,
            format: format,
            notes: notes ?? ImageNotes()
        )
    }
}
