#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Encodes jobs and outcomes as lines of JSON.
package enum WireFormat {
    /// An empty line before an outcome: the source is decoded, or an output is finished. The next one has the whole time limit
    /// again.
    package static let progress = "\n"

    /// Encodes a value as one line, without the final line feed.
    package static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    package static func decode<T: Decodable>(_ type: T.Type, from line: String) throws -> T {
        try JSONDecoder().decode(type, from: Data(line.utf8))
    }
}
