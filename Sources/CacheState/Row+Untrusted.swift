import Files
import Foundation
import GRDB

/// Conversions that return nil on failure. They replace GRDB's own subscripts, which end the process if a value cannot
/// be converted. In an untrusted state, a value can have any type.
extension Row {
    func text(_ column: Int) -> String? { String.fromDatabaseValue(self[column] as DatabaseValue) }

    func integer(_ column: Int) -> Int? { Int.fromDatabaseValue(self[column] as DatabaseValue) }

    func digest(_ column: Int) -> ContentDigest? {
        Data.fromDatabaseValue(self[column] as DatabaseValue).flatMap { data in
            data.withUnsafeBytes { ContentDigest(bytes: $0.bindMemory(to: UInt8.self)) }
        }
    }
}
