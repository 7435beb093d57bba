extension Settings {
    /// Returns the path of a file below `MEDIA_ROOT`.
    package func path(of name: String) -> String { mediaRoot + "/" + name }

    /// Returns the name of a source. The argument can be its absolute path.
    package func sourceName(_ given: String) -> String {
        let root = mediaRoot + "/"
        return given.utf8.starts(with: root.utf8)
            ? String(decoding: given.utf8.dropFirst(root.utf8.count), as: UTF8.self) : given
    }
}
