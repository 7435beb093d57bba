import Foundation

/// The files that Scripts/jpeg_fixtures.sh writes.
enum Fixtures {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../Fixtures/jpeg/"
    )

    /// The coefficients of a component, as libjpeg reads them.
    struct Coefficients: Decodable, Equatable, CustomStringConvertible {
        let columns: Int
        let rows: Int
        let checksum: String

        var description: String { "\(columns)×\(rows) \(checksum)" }
    }

    static let coefficients: [String: [Coefficients]] = {
        let data = try? Data(contentsOf: folder.appending(path: "coefficients.json"))
        return data.flatMap { try? JSONDecoder().decode([String: [Coefficients]].self, from: $0) } ?? [:]
    }()

    static let names = coefficients.keys.sorted()

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }
}
