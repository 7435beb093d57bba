import Files
import Foundation
import Registry

/// The end of a message about a file that does not exist: the folder that was searched, and the most similar
/// path in it.
package struct MissingFileClause: CustomStringConvertible {
    private let path: String
    private let folder: String

    /// - Parameters:
    ///   - path: the path as the user wrote it.
    ///   - folder: the absolute path of the folder to which the path is relative.
    package init(_ path: String, in folder: String) { (self.path, self.folder) = (path, folder) }

    package var description: String {
        let own = (path as NSString).deletingLastPathComponent
        let searched = path.hasPrefix("/") ? own : folder + "/" + own
        let names = (try? FileManager.default.contentsOfDirectory(atPath: searched)) ?? []
        let near = Suggestion(for: (path as NSString).lastPathComponent, among: names.sorted()).map {
            " — did you mean \"\((own as NSString).appendingPathComponent($0.name))\"?"
        }
        return " in \(path.hasPrefix("/") ? own : folder)" + (near ?? "")
    }
}
