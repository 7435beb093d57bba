import Files
import Registry
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The mark that a run writes into a site's cache after the keys of all images. If the cache has lost the mark, it has
/// probably lost keys too. A file next to the state contains the mark.
struct DjangoCacheMark: Sendable {
    private let path: String
    /// The path to which `forget` renames the file. The next run reads the mark from the renamed file and uses it
    /// again, so that the cache does not keep former marks. Each later call of `forget` appends a dot to the renamed
    /// file.
    private var lost: String { path + "-lost" }

    init(_ settings: Settings) { path = settings.privateFolder + "/django-cache-mark" }

    /// The mark; nil if the cache lacks keys.
    var value: String? { Self.read(path) }

    /// A number that grows with each call of `forget` while there is no mark.
    var losses: Int { FileStamp(path: lost)?.size ?? 0 }

    /// Records that the cache lacks keys, so that the next run writes all keys.
    func forget() {
        // Record the loss before the mark is renamed, because another command can renew the mark at the same time. With
        // this order, either this command renames the new mark, or the other command finds the loss. Ignore errors,
        // because a missing key does no harm: the site looks for the file itself.
        if let file = try? FileDescriptor.open(
            lost,
            .writeOnly,
            options: [.create, .append, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead]
        ) {
            try? file.closeAfter { _ = try file.writeAll(Array(".".utf8)) }
            if isSharedWithGroup(Files.folder(ofFile: lost)) { shareWithGroup(lost) }
        }
        rename(path, lost)
    }

    /// Writes the mark. Call this function after the keys of all images are written.
    /// - Parameters:
    ///   - losses: the value of `losses` before the first image was examined. If `losses` has another value after the
    ///     mark is written, another command has called `forget` in the meantime. Then the new mark is forgotten too.
    ///   - write: writes a mark into the cache.
    func renew(after losses: Int, _ write: (String) throws -> Void) throws {
        let mark = Self.read(lost) ?? randomName()
        try write(mark)
        // Ignore an error, because without the file, the next run writes all keys again.
        try? writeAtomically(mark, to: path)
        if self.losses != losses { forget() }
    }

    private static func read(_ path: String) -> String? {
        guard let file = try? RegularFile(path, followingLink: false) else { return nil }
        let text = String(decoding: file.start(100).prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
        return text.isEmpty ? nil : text
    }
}
