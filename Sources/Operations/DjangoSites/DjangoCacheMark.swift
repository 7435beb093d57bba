import Files
import Registry

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The mark that a run writes into a site's cache after the states of all images. If the cache has lost the mark, it has
/// lost states too. A file next to the state contains the mark.
struct DjangoCacheMark: Sendable {
    private let path: String
    /// The path of the file if the cache lacks states. The next run uses the same mark again, so that the cache does not
    /// keep former marks.
    private var lost: String { path + "-lost" }

    init(_ settings: Settings) { path = settings.privateFolder + "/django-cache-mark" }

    /// The mark; nil if the cache lacks states.
    var value: String? { Self.read(path) }

    /// Records that the cache lacks states.
    func forget() { rename(path, lost) }

    /// Writes the mark after the states of all images.
    /// - Parameter write: writes a mark into the cache.
    func renew(_ write: (String) throws -> Void) throws {
        let mark = Self.read(lost) ?? String(UInt64.random(in: 0 ... .max), radix: 36)
        try write(mark)
        // Ignore an error, because without the file, the next run writes all states again.
        try? writeAtomically(mark, to: path)
    }

    private static func read(_ path: String) -> String? {
        guard let file = try? RegularFile(path, followingLink: false) else { return nil }
        let text = String(decoding: file.start(100), as: UTF8.self)
        return text.isEmpty ? nil : text
    }
}
