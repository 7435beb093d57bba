/// The rules of Python's `os.path` for names whose separator is `/`. django-imagekit names cache files by these rules.
package enum SourceName {
    /// `os.path.splitext`: the extension starts at the last dot of the last segment. Dots at the start of this segment
    /// do not start an extension.
    package static func splitExtension(_ name: String) -> (stem: String, extension: String) {
        let bytes = name.utf8
        let start = bytes.lastIndex(of: UInt8(ascii: "/")).map(bytes.index(after:)) ?? bytes.startIndex
        guard
            let dot = bytes[start...].lastIndex(of: UInt8(ascii: ".")),
            bytes[start..<dot].contains(where: { $0 != UInt8(ascii: ".") })
        else { return (name, "") }
        return (String(name[..<dot]), String(name[dot...]))
    }

    /// `os.path.split`: returns the folder without slashes at its end, and the last segment. A folder that consists
    /// only of slashes becomes `/`. Python keeps these slashes.
    package static func split(_ name: String) -> (folder: String, last: String) {
        guard let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", name) }
        let last = String(name[name.utf8.index(after: slash)...])
        var folder = name[..<slash]
        while folder.utf8.last == UInt8(ascii: "/") { folder = folder.dropLast() }
        return (folder.isEmpty ? "/" : String(folder), last)
    }

    /// `os.path.normpath`: removes empty and `.` segments, and resolves `..`. Two slashes at the start of a path become
    /// one. Python keeps them.
    package static func normalize(_ path: String) -> String {
        if isNormal(path) { return path }
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        var segments: [Substring.UTF8View] = []
        for segment in path.utf8.split(separator: UInt8(ascii: "/")) where !segment.elementsEqual(".".utf8) {
            let climbs = segment.elementsEqual("..".utf8)
            if climbs, let last = segments.last, !last.elementsEqual("..".utf8) {
                segments.removeLast()
            } else if !(climbs && isAbsolute && segments.isEmpty) {
                segments.append(segment)
            }
        }
        let joined = segments.map { String(Substring($0)) }.joined(separator: "/")
        return isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined
    }

    /// Returns whether the path is relative, and none of its segments is empty or starts with a dot. Such a path is
    /// already normal. This check is fast, and most names pass it.
    private static func isNormal(_ path: String) -> Bool {
        var previous = UInt8(ascii: "/")
        for byte in path.utf8 {
            if previous == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") { return false }
            previous = byte
        }
        return previous != UInt8(ascii: "/")
    }
}
