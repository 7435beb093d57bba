import Foundation
import TestSupport

/// A Swift file of a target.
struct SourceText {
    let name: String
    let text: String

    static func files(of target: String) throws -> [SourceText] {
        let folder = URL(filePath: Repository.path("Sources/\(target)"))
        guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return [] }
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map { file in
            SourceText(
                name: "\(target)/\(file.lastPathComponent)",
                text: try String(contentsOf: file, encoding: .utf8)
            )
        }
    }

    /// The modules that the file imports in any configuration.
    var imports: Set<String> {
        Set(
            text.matches(of: /(?m)^\s*(?:@\w+ |package |public )*import (?:struct |class |enum |func )?(\w+)/).map {
                String($0.1)
            }
        )
    }

    /// Whether the file uses Foundation on Linux. If the file also imports `FoundationEssentials`, it imports
    /// Foundation only on other systems.
    var usesFoundation: Bool { imports.contains("Foundation") && !imports.contains("FoundationEssentials") }

    /// The types in the file that need ICU's data.
    var typesOfICU: [String] {
        let types =
            /\b(DateFormatter|ISO8601DateFormatter|NumberFormatter|ByteCountFormatter|Locale|Calendar|NSRegularExpression|FoundationInternationalization|localized\w*(?:Compare|Contains)\w*)\b/
        return text.split(separator: "\n").flatMap { line in
            let code = line[..<(line.firstRange(of: "//")?.lowerBound ?? line.endIndex)]
            return code.matches(of: types.wordBoundaryKind(.simple)).map { String($0.1) }
        }
    }
}
