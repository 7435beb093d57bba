import Files
import Foundation
import ImageSpecs
import Registry

/// A source as a user writes it on a command line: as its name in `MEDIA_ROOT`, or as the path of its file.
package struct SourceArgument {
    private let text: String
    private let settings: Settings

    package init(_ text: String, _ settings: Settings) {
        (self.text, self.settings) = (text, settings)
    }

    /// The source's name. A name in `MEDIA_ROOT` takes precedence over a path relative to the current folder. Text that
    /// is neither is returned as it is.
    package var name: String {
        let leadsOut = text.hasPrefix("/") || SourceName.normalize(text).hasPrefix("../")
        if !leadsOut, FileStamp(path: settings.path(of: text)) != nil { return text }
        let path = absolutePath(text)
        // Try the path as the user wrote it first, because a link in MEDIA_ROOT is a source under its own name.
        return name(of: path, below: settings.mediaRoot)
            ?? resolvedPath(path).flatMap { path in
                resolvedPath(settings.mediaRoot).flatMap { name(of: path, below: $0) }
            } ?? text
    }

    /// The end of a message about a source that does not exist: the folder that was searched, and the nearest name.
    package var searched: String {
        let path = text as NSString
        let folder = settings.path(of: path.deletingLastPathComponent)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return " in \(settings.mediaRoot)" + Suggestion.clause(for: path.lastPathComponent, among: names.sorted())
    }

    private func name(of path: String, below root: String) -> String? {
        guard let name = Settings.name(of: path, below: root), FileStamp(path: path) != nil else { return nil }
        return name
    }
}
