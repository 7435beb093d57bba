import Files
import ImageSpecs
import Registry
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder for uploads: Django's `upload_to` with strftime's fields filled in.
struct UploadFolder: Sendable {
    /// The name of the folder, relative to `MEDIA_ROOT`. It is empty for `MEDIA_ROOT` itself.
    let name: String
    let path: String
    /// The folder itself, or its nearest parent that exists. New folders are created on its file system, so a file can
    /// be moved from it into them.
    let existing: String

    /// - Parameters:
    ///   - pattern: the pattern of the folder, such as `avatars/%Y/%m/%d`, relative to `MEDIA_ROOT`.
    ///   - time: the time for the fields, in seconds since 1970. It is converted to local time.
    init(_ pattern: String, at time: Int, _ settings: Settings) throws(UploadError) {
        let filled = Self.filled(pattern, at: time).split(separator: "\\", omittingEmptySubsequences: false)
            .joined(separator: "/")
        let isClimbing = filled.split(separator: "/").contains("..")
        guard !filled.hasPrefix("/"), !isClimbing, !filled.utf8.contains(0) else {
            throw .outside(pattern)
        }
        let normal = SourceName.normalize(filled)
        name = normal == "." ? "" : normal
        path = name.isEmpty ? settings.mediaRoot : settings.path(of: name)
        guard let root = resolvedPath(settings.mediaRoot) else {
            throw .noMediaRoot(settings.mediaRoot, reason: "\(Errno.last)")
        }
        existing = Self.nearest(path)
        // Resolve links, because a link can lead out of `MEDIA_ROOT`.
        guard let real = resolvedPath(existing), isPath(real, in: root) else {
            throw .outside(pattern)
        }
        let destination = real + String(decoding: path.utf8.dropFirst(existing.utf8.count), as: UTF8.self)
        let cacheFolder = settings.resolvedCacheFolder(below: root)
        guard !isPath(destination, in: cacheFolder) else { throw .inCacheFolder(pattern) }
    }

    func name(of file: String) -> String { name.isEmpty ? file : name + "/" + file }

    private static func nearest(_ path: String) -> String {
        var folder = path
        while access(folder, F_OK) != 0, folder != "/" { folder = SourceName.split(folder).folder }
        return folder
    }

    private static func filled(_ pattern: String, at time: Int) -> String {
        var (time, fields) = (time_t(time), tm())
        localtime_r(&time, &fields)
        // strftime() returns 0 if the buffer is too small, and also for an empty result. Add an end mark, so that no
        // result is empty and 0 always means that the buffer is too small.
        let marked = pattern + "\u{1}"
        var buffer = [CChar](repeating: 0, count: 256 + marked.utf8.count)
        var length = 0
        while length == 0 {
            buffer = [CChar](repeating: 0, count: buffer.count * 2)
            length = strftime(&buffer, buffer.count, marked, &fields)
        }
        return String(decoding: buffer[..<(length - 1)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension Settings {
    /// Returns the path of the cache folder with its links resolved. If the folder does not exist, the result depends
    /// on its location. For a folder in `MEDIA_ROOT`, the result is its path in `root`. For any other folder, the
    /// result is its configured path.
    /// - Parameter root: `MEDIA_ROOT` with its links resolved.
    fileprivate func resolvedCacheFolder(below root: String) -> String {
        if let resolved = resolvedPath(cacheFolder) { return resolved }
        return cacheFolderAmongSources.hasPrefix("/") ? cacheFolder : root + "/" + cacheFolderAmongSources
    }
}
