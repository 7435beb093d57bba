import Foundation
import GRDB
import ImageSpecs
import WorkerProtocol

/// Walks through the state beside the sources: both come in byte order of the sources' names, so each record is
/// read once and memory does not grow with their number.
final class StateReader {
    private let sources: RowCursor
    private let files: RowCursor
    private var source: Row?
    private var file: Row?

    /// - Parameter name: of the only source that will be asked for; nil for all.
    init(_ db: Database, source name: String? = nil) throws {
        let arguments: StatementArguments = name.map { [$0] } ?? []
        sources = try Row.fetchCursor(
            db,
            sql:
                "SELECT name, size, modified, changed, inode, digest FROM source \(name == nil ? "" : "WHERE name = ?") ORDER BY name",
            arguments: arguments
        )
        files = try Row.fetchCursor(
            db,
            sql: """
                SELECT source, name, state, digest, bytes, width, height, format, failure, message
                FROM cache_file \(name == nil ? "" : "WHERE source = ?") ORDER BY source, name
                """,
            arguments: arguments
        )
        source = try sources.next()
        file = try files.next()
    }

    /// The records of a source; asked for in byte order of the names.
    func records(of name: String) throws -> (source: SourceRecord?, files: [CacheRecord]) {
        while let row = source, precedesInBytes(row[0], name) { source = try sources.next() }
        var found: SourceRecord?
        if let row = source, isSame(row[0], name) { found = sourceRecord(row) }
        while let row = file, precedesInBytes(row[0], name) { file = try files.next() }
        var records: [CacheRecord] = []
        while let row = file, isSame(row[0], name) {
            if let record = cacheRecord(row) { records.append(record) }
            file = try files.next()
        }
        return (found, records)
    }

    private func isSame(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    private func sourceRecord(_ row: Row) -> SourceRecord? {
        guard let digest = digest(row, 5) else { return nil }
        let stamp = FileStamp(size: row[1] ?? 0, modified: row[2] ?? 0, changed: row[3] ?? 0, inode: row[4] ?? 0)
        return SourceRecord(stamp: stamp, digest: digest)
    }

    private func cacheRecord(_ row: Row) -> CacheRecord? {
        guard let code = StateCode(rawValue: row[2] ?? 0), let state = state(code, row) else { return nil }
        return CacheRecord(name: row[1], digest: digest(row, 3), state: state)
    }

    private func state(_ code: StateCode, _ row: Row) -> CacheRecord.State? {
        switch code {
        case .pending: return .pending
        case .failed:
            guard let code = Outcome.Code(rawValue: row[8] ?? "") else { return nil }
            return .failed(Outcome.Failure(code: code, message: row[9] ?? ""))
        case .made:
            guard let bytes: Int = row[4] else { return nil }
            var image: Outcome.MadeImage?
            if let width: Int = row[5], let height: Int = row[6], let format = ImageFormat(rawValue: row[7] ?? "") {
                image = Outcome.MadeImage(width: width, height: height, bytes: bytes, format: format)
            }
            return .made(bytes: bytes, image: image)
        }
    }

    private func digest(_ row: Row, _ column: Int) -> ContentDigest? {
        (row[column] as Data?).flatMap { ContentDigest(bytes: Array($0)) }
    }
}
