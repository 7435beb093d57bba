import Files
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
        // As a path, the empty text would name the current folder.
        guard !text.isEmpty else { return text }
        if SourceNameProblem(text) == nil, FileStamp(path: settings.path(of: text)) != nil { return text }
        let path = absolutePath(text)
        // Before links are resolved, try the path as the user wrote it, because a link in MEDIA_ROOT is a source under
        // its own name.
        let existing =
            name(of: path, below: settings.mediaRoot)
            ?? resolvedPath(path).flatMap { path in
                resolvedPath(settings.mediaRoot).flatMap { name(of: path, below: $0) }
            }
        // An absolute path below MEDIA_ROOT names a source, even if this source does not exist.
        return existing ?? Settings.name(of: text, below: settings.mediaRoot) ?? text
    }

    /// The end of a message about a source that does not exist: `MEDIA_ROOT`, and the most similar name. It is empty if
    /// the text cannot be the name of a source.
    package var searched: String {
        SourceNameProblem(text) == nil ? MissingFileClause(text, in: settings.mediaRoot).description : ""
    }

    private func name(of path: String, below root: String) -> String? {
        guard let name = Settings.name(of: path, below: root), FileStamp(path: path) != nil else { return nil }
        return name
    }
}
