import Files
import FileSearch
import Registry
import Storage
import SystemPackage
import WorkerProtocol

/// Finds the sources of some groups in byte order of their names. Each source is returned once.
package final class SourceStream {
    /// A source that the stream found, with the groups that contain it.
    package struct FoundSource: Sendable {
        /// The stamp of the source, or the reason why the file cannot be a source.
        package enum Status: Sendable {
            case file(FileStamp)
            case unusable(Outcome.Failure)
        }

        package let name: String
        package fileprivate(set) var status: Status
        /// The groups that contain the source, as ascending indices in the stream's groups.
        package var groups: [Int]
        /// The indices of the groups that refuse the file because it is outside `MEDIA_ROOT`, although other groups
        /// accept it.
        package var refusing: [Int] = []
        package var refusal: Outcome.Failure?

        package init(name: String, status: Status, groups: [Int], refusing: [Int] = [], refusal: Outcome.Failure? = nil)
        {
            self.name = name
            self.status = status
            self.groups = groups
            self.refusing = refusing
            self.refusal = refusal
        }
    }

    private let catalog: SourceCatalog
    private let notify: (SourceNotice) -> Void
    /// The groups that have sources left, each with its next source.
    private var heads: [Head] = []
    /// The bucket of each group; nil if its sources are in `MEDIA_ROOT`.
    private let buckets: [BucketStorage?]

    private struct Head {
        var next: FoundSource
        let members: MemberStream
    }

    /// - Throws: `UnreadableSourceGroupError` if `MEDIA_ROOT` cannot be read, or if a bucket cannot be listed.
    package init(_ catalog: SourceCatalog, groups: [SourceGroup], notify: @escaping (SourceNotice) -> Void) throws {
        self.catalog = catalog
        self.notify = notify
        buckets = groups.map(\.bucket)
        // Without this check, a group of names would report each source as missing if `MEDIA_ROOT` itself is missing.
        if let group = groups.first(where: { $0.bucket == nil }), FileStamp(path: catalog.settings.mediaRoot) == nil {
            throw UnreadableSourceGroupError(
                group: group.name,
                mediaRoot: catalog.settings.mediaRoot,
                code: .last
            )
        }
        for (index, group) in groups.enumerated() {
            let members = try MemberStream(group, index: index, catalog, notify: notify)
            if let first = members.next() {
                heads.append(Head(next: first, members: members))
            } else if members.isEmpty, let reason = members.emptyReason {
                notify(SourceNotice(.everyday, "source group \"\(group.name)\" has no sources: \(reason)"))
            }
        }
    }

    package func next() -> FoundSource? {
        // If only one group has sources left, its next source needs no comparison.
        guard heads.count > 1 else { return heads.isEmpty ? nil : take(0) }
        var least = heads[0].next
        for head in heads.dropFirst() where head.next.precedes(least) { least = head.next }
        least.groups = []
        for index in heads.indices.reversed() where heads[index].next.name.utf8.elementsEqual(least.name.utf8) {
            let source = take(index)
            least.groups = source.groups + least.groups
            if case .unusable(let failure) = source.status, least.status.isFile {
                least.refusing = source.groups + least.refusing
                least.refusal = failure
            }
        }
        if let failure = conflict(of: least.groups) { least.status = .unusable(failure) }
        return least
    }

    /// The failure of a name that is in several buckets, or in a bucket and in `MEDIA_ROOT`; nil for all other names. A
    /// name must denote only one source.
    private func conflict(of groups: [Int]) -> Outcome.Failure? {
        let addresses = groups.map { buckets[$0]?.configuration.address ?? "MEDIA_ROOT" }
        guard let other = addresses.first(where: { $0 != addresses[0] }) else { return nil }
        let message =
            "\(addresses[0]) and \(other) both contain a source with this name: rename one of them, or shorten the "
            + "prefix of a bucket"
        return Outcome.Failure(code: .notAFile, message: message)
    }

    /// Returns the current source of a group and moves to the next source of the group.
    private func take(_ index: Int) -> FoundSource {
        let source = heads[index].next
        if let following = heads[index].members.next() {
            heads[index].next = following
        } else {
            heads.remove(at: index)
        }
        return source
    }
}

extension SourceStream.FoundSource {
    /// Orders sources by name. If the names are equal, a source that is a file comes before a source that is unusable.
    fileprivate func precedes(_ other: Self) -> Bool {
        if precedesInBytes(name, other.name) { return true }
        return status.isFile && !other.status.isFile && name.utf8.elementsEqual(other.name.utf8)
    }
}

/// The sources of one group in byte order.
private final class MemberStream {
    private enum Origin {
        case walk(FolderWalk)
        case names(IndexingIterator<[String]>)
        case objects(BucketListing, next: Int, NameFilter)
    }

    private let group: SourceGroup
    /// The value of `FoundSource.groups` for all sources: only the index of this group.
    private let groups: [Int]
    private let catalog: SourceCatalog
    private let notify: (SourceNotice) -> Void
    private var origin: Origin
    private(set) var isEmpty = true
    /// The reason to report if the group has no sources; nil if the reason was already reported.
    let emptyReason: String?

    /// - Parameter index: the index of the group in the stream's groups.
    init(
        _ group: SourceGroup,
        index: Int,
        _ catalog: SourceCatalog,
        notify: @escaping (SourceNotice) -> Void
    ) throws(UnreadableSourceGroupError) {
        self.group = group
        groups = [index]
        self.catalog = catalog
        self.notify = notify
        switch catalog.members(of: group.name) {
        case .table(let table):
            origin = .names(table.names.makeIterator())
            guard let reason = catalog.missingTable(of: group.name) else {
                emptyReason = "the list is empty"
                return
            }
            emptyReason = nil
            catalog.unreadFolders.addGroup(group.name)
            notify(
                SourceNotice(
                    .failure,
                    "source group \"\(group.name)\": \(reason); create the table, for example with the site's "
                        + "migrations, or remove the group"
                )
            )
        case .bucket(let filter, let globs, let bucket):
            let listing: BucketListing
            do throws(StorageError) {
                listing = try catalog.buckets.listing(of: bucket, globs)
            } catch {
                throw UnreadableSourceGroupError(group: group.name, reason: "\(error)")
            }
            origin = .objects(listing, next: 0, filter)
            let address = bucket.configuration.address
            emptyReason = listing.count == 0 ? nil : "no object in \(address) matches its globs"
            guard listing.count == 0 else { return }
            // The reason for the empty listing can be a wrong prefix. So count the bucket as unread: then its sources
            // are not considered deleted.
            catalog.unreadFolders.add(address)
            notify(
                SourceNotice(
                    .failure,
                    "source group \"\(group.name)\": there are no objects in \(address): correct the address or the "
                        + "globs, or upload the sources"
                )
            )
        case .filter(let filter, let globs):
            let settings = catalog.settings
            // Report missing folders, because an unmounted disk must not look like an empty folder.
            let missing = Set(
                globs.filter { $0.missingFolder(in: settings.mediaRoot) != nil }.map { ByteName($0.fixedFolder) }
            )
            for folder in missing.map(\.text).sorted(by: precedesInBytes) {
                catalog.unreadFolders.add(folder)
                notify(
                    SourceNotice(
                        .failure,
                        "source group \"\(group.name)\": the folder \(settings.path(of: folder)) does not exist; "
                            + "create it, or mount its disk"
                    )
                )
            }
            emptyReason =
                missing.isEmpty
                ? "no file matches " + globs.map { "\"\($0.pattern)\"" }.joined(separator: " or ")
                    + " in MEDIA_ROOT, \(settings.mediaRoot)" : nil
            do throws(Errno) {
                origin = .walk(
                    try FolderWalk(
                        root: settings.mediaRoot,
                        filter: filter,
                        cacheFolder: settings.cacheFolderAmongSources,
                        followsOutside: group.followsOutside
                    )
                )
            } catch {
                throw UnreadableSourceGroupError(
                    group: group.name,
                    mediaRoot: settings.mediaRoot,
                    code: error
                )
            }
        }
    }

    func next() -> SourceStream.FoundSource? {
        switch origin {
        case .names(var names):
            defer { origin = .names(names) }
            while let name = names.next() {
                // Skip a file in the cache folder. Such a file is never a source, even if a list contains its name.
                if catalog.isInCacheFolder(name) { continue }
                isEmpty = false
                let status = NamedSource(name, catalog).status { group.followsOutside }
                return SourceStream.FoundSource(name: name, status: status, groups: groups)
            }
            return nil
        case .objects(let listing, var next, var filter):
            defer { origin = .objects(listing, next: next, filter) }
            while next < listing.count {
                let object = listing[next]
                next += 1
                guard !catalog.isInCacheFolder(object.name), filter.takes(Array(object.name.utf8), in: filter.root)
                else { continue }
                isEmpty = false
                return SourceStream.FoundSource(name: object.name, status: .object(object), groups: groups)
            }
            return nil
        case .walk(let walk):
            while let finding = walk.next() {
                switch finding {
                case .source(let name, let stamp?):
                    isEmpty = false
                    return SourceStream.FoundSource(name: name, status: .file(stamp), groups: groups)
                case .unusable(let name, let reason):
                    isEmpty = false
                    let failure = reason.failure(of: name, at: catalog.settings.path(of: name))
                    return SourceStream.FoundSource(name: name, status: .unusable(failure), groups: groups)
                case .unread(let folder, let reason):
                    var message = "\(folder.isEmpty ? "MEDIA_ROOT" : folder): \(reason.message)"
                    if case .failed(let code) = reason {
                        catalog.unreadFolders.add(folder)
                        message += readingRemedy(catalog.settings.path(of: folder), code)
                    }
                    notify(SourceNotice(reason.noticeKind, message))
                case .source(_, nil):
                    continue
                }
            }
            return nil
        }
    }
}

extension SourceStream.FoundSource.Status {
    /// The status of an object in a bucket.
    static func object(_ object: SourceObject) -> Self {
        guard let mistake = SourceNameProblem(object.name) else { return .file(object.stamp) }
        return .unusable(Outcome.Failure(code: .missingSource, message: "the name \(mistake)"))
    }

    package var isFile: Bool { stamp != nil }

    /// The stamp of a file or an object; nil if the source is unusable.
    package var stamp: FileStamp? { if case .file(let stamp) = self { stamp } else { nil } }
}

extension UnreadFolder {
    fileprivate var noticeKind: SourceNotice.Kind {
        switch self {
        case .failed: .failure
        case .leadsOutside, .nameNotUTF8: .warning
        case .loop: .everyday
        }
    }
}
