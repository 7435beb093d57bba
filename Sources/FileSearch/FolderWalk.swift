import Files
import ImageSpecs
import JSON
import SystemPackage

/// Finds the files below a root. A file is found if the globs match its name. The walk returns the files in the byte
/// order of their names.
///
/// - Only one folder per level is in memory, and folders in which nothing can match are not read.
/// - The cache folder is skipped, even if the globs match files in it. Every other folder below the root that contains
///   a folder `.imagekit` is a cache folder too, so it is also skipped.
/// - An entry that cannot be read or cannot be a source is reported as a `WalkEntry` at its position in the order. Then
///   the walk continues.
/// - Symbolic links to files and folders are followed. They may lead out of the root only if `followsOutside` is true.
///   A link to a folder that contains the link is reported and not followed.
/// - A file or a folder that disappears during the walk is ignored.
///
/// A walk can be iterated once. It keeps each folder on the path to the current folder open, so it needs one file
/// descriptor per level.
package final class FolderWalk: Sequence, IteratorProtocol {
    private let cacheFolder: CacheFolder?
    private let followsOutside: Bool
    private let readsStatus: Bool
    private var filter: NameFilter
    private var links: LinkResolver
    private let visiting: (String) -> Void
    /// The open folders, from the root to the folder whose entries are being visited.
    private var open: [OpenFolder]
    private var rootFinding: WalkEntry?

    /// - Parameters:
    ///   - root: the folder that names are relative to.
    ///   - filter: which names to find.
    ///   - cacheFolder: the name of the folder to skip.
    ///   - followsOutside: whether links may lead out of the root.
    ///   - readsStatus: whether the status of each source is read, which requires one system call per source.
    ///   - start: the name of the only folder to search; nil to search all folders.
    ///   - visiting: called with the name of each folder before the folder is read; the name of the root is "".
    /// - Throws: the system error if the root cannot be opened.
    package init(
        root: String,
        filter: NameFilter,
        cacheFolder: String? = nil,
        followsOutside: Bool = false,
        readsStatus: Bool = true,
        from start: String? = nil,
        visiting: @escaping (String) -> Void = { _ in }
    ) throws(Errno) {
        let folder = try OpenFolder(root, followingLink: true, prefix: [], state: filter.root)
        guard let path = resolvedPath(root) else { throw Errno.last }
        let cacheFolder = cacheFolder.map { CacheFolder(name: $0, root: path) }
        self.cacheFolder = cacheFolder
        links = LinkResolver(root: path, cacheFolder: cacheFolder)
        self.followsOutside = followsOutside
        self.readsStatus = readsStatus
        self.filter = filter
        self.visiting = visiting
        open = [folder]
        if let start {
            descend(to: start)
            return
        }
        visiting("")
        if let error = folder.read(&self.filter) { rootFinding = .unread(folder: "", .failed(error)) }
    }

    /// Opens the folders on the path to `start`, so that no other folder is visited.
    private func descend(to start: String) {
        var segments = start.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
        let last = segments.removeLast()
        for segment in segments {
            guard let parent = open.last, let state = filter.enter(segment, from: parent.state),
                let folder = try? OpenFolder(
                    String(decoding: segment, as: UTF8.self),
                    in: parent,
                    followingLink: true,
                    prefix: parent.prefix + segment + [UInt8(ascii: "/")],
                    state: state
                ), !folder.isCacheFolder
            else {
                open = []
                return
            }
            open.append(folder)
        }
        open.last?.readEntry(last, &filter)
    }

    package func next() -> WalkEntry? {
        if let rootFinding {
            self.rootFinding = nil
            return rootFinding
        }
        while let folder = open.last {
            guard let entry = folder.next() else {
                open.removeLast()
                continue
            }
            let finding = entry.kind == .folder ? visit(entry, of: folder) : look(at: entry, of: folder)
            if let finding { return finding }
        }
        return nil
    }

    private func visit(_ entry: OpenFolder.Entry, of parent: OpenFolder) -> WalkEntry? {
        let obstacle = enter(entry, of: parent)
        guard entry.isNamedLikeSource else { return obstacle }
        // Only one `WalkEntry` can be returned. If the folder cannot be read, return this error and do not report the
        // name of the folder. Without the error, the sources in the folder would be considered deleted.
        if case .unread(_, .failed)? = obstacle { return obstacle }
        let name = String(decoding: parent.prefix + parent.name(of: entry), as: UTF8.self)
        return .unusable(name: name, .notRegular(.folder))
    }

    /// Opens and reads a folder, unless it must be skipped. The walk then visits the entries of this folder. If the
    /// folder cannot be read completely, returns the `WalkEntry` that reports the reason.
    private func enter(_ entry: OpenFolder.Entry, of parent: OpenFolder) -> WalkEntry? {
        let ownName = parent.name(of: entry)
        let bytes = parent.prefix + ownName
        guard let name = String(validating: bytes, as: UTF8.self) else {
            return .unread(folder: Self.shown(bytes), .nameNotUTF8)
        }
        if cacheFolder?.isNamed(name) == true { return nil }
        if entry.isLink {
            guard let location = links.location(of: name, isLink: true) else {
                let error = Errno.last
                return error == .noSuchFileOrDirectory ? nil : .unread(folder: name, .failed(error))
            }
            if location.isCacheFile { return nil }
            if !followsOutside, let target = location.escapeTarget {
                // If the link is on the path to the cache folder, such as a link `CACHE` to another disk, skip it
                // without a message. Such a link is usually only for cache files.
                return cacheFolder?.isBelow(name) == true
                    ? nil : .unread(folder: name, .leadsOutside(target: target))
            }
        }
        guard let state = filter.enter(ownName, from: parent.state) else { return nil }
        do throws(Errno) {
            let folder = try OpenFolder(
                String(decoding: ownName, as: UTF8.self),
                in: parent,
                followingLink: entry.isLink,
                prefix: bytes + [UInt8(ascii: "/")],
                state: state
            )
            if folder.identity == cacheFolder?.identity || folder.isCacheFolder { return nil }
            if open.contains(where: { $0.identity == folder.identity }) { return .unread(folder: name, .loop) }
            visiting(name)
            let error = folder.read(&filter)
            open.append(folder)
            return error.map { .unread(folder: name, .failed($0)) }
        } catch {
            return error == .noSuchFileOrDirectory ? nil : .unread(folder: name, .failed(error))
        }
    }

    /// Examines a file. Returns nil for a link to a cache file, and for a file that disappeared during the walk.
    private func look(at entry: OpenFolder.Entry, of folder: OpenFolder) -> WalkEntry? {
        let bytes = folder.prefix + folder.name(of: entry)
        guard let name = String(validating: bytes, as: UTF8.self) else {
            return .unusable(name: Self.shown(bytes), .nameNotUTF8)
        }
        if entry.isLink, let location = links.location(of: name, isLink: true) {
            if location.isCacheFile { return nil }
            if !followsOutside, let target = location.escapeTarget {
                return .unusable(name: name, .leadsOutside(target: target))
            }
        }
        if entry.kind == .regular, !readsStatus { return .source(name: name, status: nil) }
        do throws(Errno) {
            let status = try folder.status(of: entry)
            let kind = FileKind(status)
            return kind == .regular
                ? .source(name: name, status: FileStamp(status)) : .unusable(name: name, .notRegular(kind))
        } catch {
            let isMissing = [.noSuchFileOrDirectory, .notDirectory].contains(error)
            guard isMissing else { return .unusable(name: name, .failed(error)) }
            return entry.isLink && folder.contains(entry) ? .unusable(name: name, .danglingLink) : nil
        }
    }

    /// A name that is not UTF-8, with each invalid byte as `%` and its two hexadecimal digits.
    private static func shown(_ bytes: [UInt8]) -> String {
        var shown = ""
        var index = 0
        while index < bytes.count {
            if let scalar = UTF8Scalar(in: bytes, at: index) {
                shown.unicodeScalars.append(scalar.scalar)
                index += scalar.length
            } else {
                shown += "%" + hexadecimal(UInt32(bytes[index]), digits: 2).uppercased()
                index += 1
            }
        }
        return shown
    }
}
