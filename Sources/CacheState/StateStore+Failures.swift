import Files
import Foundation
import GRDB
import WorkerProtocol

extension StateStore {
    /// The reported failures. In the state of a shard, the value nil means that the image no longer fails. The merge
    /// copies this value to the folder's state, where it replaces an older failure of the same image.
    func failures() throws -> [FailureKey: FailureRecord?] {
        guard hasFailures else { return [:] }
        return try query { db in
            var failures: [FailureKey: FailureRecord?] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: "SELECT source, generator, code, message, digest, since FROM failure"
            )
            while let row = try rows.next() {
                guard let source = row.text(0), let generator = row.text(1) else { continue }
                let record = row.text(2).flatMap(Outcome.Code.init).map { code in
                    FailureRecord(
                        failure: Outcome.Failure(code: code, message: row.text(3) ?? ""),
                        digest: row.digest(4),
                        since: row.integer(5) ?? 0
                    )
                }
                failures.updateValue(record, forKey: FailureKey(source: source, generator: generator))
            }
            return failures
        }
    }

    func arguments(of record: FailureRecord?, _ key: FailureKey) -> StatementArguments {
        [
            key.source.text, key.generator.text, record?.failure.code.rawValue, record?.failure.message,
            record?.digest.map { Data($0.bytes) }, record?.since,
        ]
    }

    /// Deletes the records of images that no longer fail.
    static func deleteFixedFailures(_ db: Database) throws {
        try db.execute(sql: "DELETE FROM failure WHERE code IS NULL")
    }
}
