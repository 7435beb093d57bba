extension Settings {
    /// Returns the path of a file below `MEDIA_ROOT`.
    package func path(of name: String) -> String { mediaRoot + "/" + name }

    /// Returns the name of a source. The argument is the name itself or the absolute path of the source.
    package func sourceName(_ given: String) -> String { Self.name(of: given, below: mediaRoot) ?? given }

    /// Returns the name of a file relative to a folder; nil if the path does not start with the folder's path.
    package static func name(of path: String, below folder: String) -> String? {
        let root = folder + "/"
        guard path.utf8.starts(with: root.utf8) else { return nil }
        return String(decoding: path.utf8.dropFirst(root.utf8.count), as: UTF8.self)
    }
}
