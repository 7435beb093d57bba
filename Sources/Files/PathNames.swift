import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Returns the normalized absolute path. A relative path starts at the current folder. Links are not resolved.
package func absolutePath(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return SourceName.normalize(path) }
    guard let buffer = getcwd(nil, 0) else { return path }
    defer { free(buffer) }
    return SourceName.normalize(String(cString: buffer) + "/" + path)
}

/// Returns the absolute path without links. If the path cannot be resolved, returns nil and sets `Errno.last`.
package func resolvedPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// Returns the absolute path without links of a file that exists or could be created. Components that do not exist are
/// kept. Returns nil if a link cannot be followed, for example because links form a loop.
package func resolvedNewPath(_ path: String) -> String? {
    var existing = path.hasPrefix("/") ? path : absolutePath(".") + "/" + path
    var missing: [String] = []
    var links = 0
    while true {
        if let resolved = resolvedPath(existing) {
            return SourceName.normalize(([resolved] + missing.reversed()).joined(separator: "/"))
        }
        let (folder, last) = SourceName.split(existing)
        let parent = folder.isEmpty ? "/" : folder
        guard parent != existing else { return nil }
        if isLink(existing) {
            // `resolvedPath` returned nil, usually because the target of the link does not exist. The links can also
            // form a loop. So follow at most 40 links, as Linux does.
            links += 1
            guard links <= 40, let target = linkTarget(existing) else { return nil }
            existing = target.hasPrefix("/") ? target : parent + "/" + target
        } else {
            missing.append(last)
            existing = parent
        }
    }
}

/// Returns the target of a link. If it cannot be read or is not UTF-8, returns nil and sets `Errno.last`.
func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    let target = String(validating: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    if target == nil { errno = EILSEQ }
    return target
}

/// Whether a path is the path of a folder or a path below this folder. Neither path may contain links.
package func isPath(_ path: String, in folder: String) -> Bool {
    // Compare bytes, because Swift's own comparison treats composed and decomposed letters as equal.
    folder == "/" || path.utf8.elementsEqual(folder.utf8) || path.utf8.starts(with: (folder + "/").utf8)
}

/// Returns the absolute path of the folder that contains a file.
package func folder(ofFile path: String) -> String {
    SourceName.split(absolutePath(path)).folder
}
