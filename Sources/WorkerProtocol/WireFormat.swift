#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Encodes values, such as jobs and outcomes, as lines of JSON.
package enum WireFormat {
    /// An empty line, which a worker writes after the source is decoded, and after each output. It restarts the time
    /// limit, so that each of these steps has the whole limit.
    package static let progress = "\n"

    /// Encodes a value as one line, without the final line feed.
    package static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Decodes a value from one line of JSON.
    /// - Throws: `DecodingError` if the line is not JSON of this type.
    package static func decode<T: Decodable>(_ type: T.Type, from line: String) throws -> T {
        try JSONDecoder().decode(type, from: Data(line.utf8))
    }
}
