import CacheState
import Files
import Foundation
import Registry

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is known about a site's cache, in two files next to the state:
/// - `django-cache-mark` contains the mark that the last complete run wrote into the cache. If the cache has lost the mark,
///   it has lost the states of images too.
/// - `django-cache-deletions` contains the names of deleted files whose states could not be deleted. Each name ends with a
///   zero byte, because a name can contain any other byte.
struct DjangoCacheRecord: Sendable {
    private let folder: String

    init(_ settings: Settings) { folder = settings.privateFolder }

    private var markPath: String { folder + "/django-cache-mark" }
    private var deletionsPath: String { folder + "/django-cache-deletions" }

    /// The mark of the last complete run; nil if a later run could not update the cache.
    var mark: String? {
        guard let bytes = try? readFile(markPath), !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Ignores an error, because without the mark, the next run writes all states again.
    func write(mark: String) { try? writeAtomically(mark, to: markPath) }

    func forgetMark() { unlink(markPath) }

    func add(deletions names: [String]) {
        guard !names.isEmpty, let file = fopen(deletionsPath, "ae") else { return }
        defer { fclose(file) }
        for name in names { fwrite(name + "\0", 1, name.utf8.count + 1, file) }
    }

    /// Returns the names, and the files that contain them. The caller discards the files when the states are deleted.
    ///
    /// The file gets another name, so that names that another command adds in the meantime are not discarded. Killed
    /// runs can leave files with such names, and the names in these files are returned too.
    func takeDeletions() -> (names: [String], files: [String]) {
        rename(deletionsPath, deletionsPath + ".\(getpid())")
        let files = entries(ofFolder: folder).map { folder + "/" + $0 }.filter { $0.hasPrefix(deletionsPath + ".") }
        let names = files.flatMap { ((try? readFile($0)) ?? []).split(separator: 0) }
        return (names.map { String(decoding: $0, as: UTF8.self) }, files)
    }

    func discard(_ files: [String]) { for file in files { unlink(file) } }
}
