import Files
import FileSearch
import Foundation

extension Glob {
    /// The deepest folder that contains all matches, according to the pattern: its fixed part.
    package var root: String {
        let segments = pattern.split(separator: "/").dropLast()
        return segments.prefix { !$0.contains { "*?[{\\".contains($0) } }.joined(separator: "/")
    }

    /// Whether that folder exists, in the letter case that the pattern permits.
    package func hasRoot(in mediaRoot: String) -> Bool {
        if FileStamp(path: root.isEmpty ? mediaRoot : mediaRoot + "/" + root) != nil { return true }
        guard ignoresCase else { return false }
        var folders = [mediaRoot]
        for segment in root.split(separator: "/") {
            folders = folders.flatMap { folder in
                let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                return names.filter { $0.lowercased() == segment.lowercased() }.map { folder + "/" + $0 }
            }
        }
        return !folders.isEmpty
    }
}
