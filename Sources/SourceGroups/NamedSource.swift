import Files
import FileSearch
import Registry
import Storage
import SystemPackage
import WorkerProtocol

/// A source that is given by its name. The initializer looks for the file and, if it does not exist, for an object in a
/// bucket. Each caller of `status` decides whether a link out of `MEDIA_ROOT` is followed.
package struct NamedSource {
    /// The stamp of the source, or the reason why the file cannot be a source.
    package typealias Status = SourceStream.FoundSource.Status

    /// The status of the source if all links are followed.
    private let status: Status
    /// If a link on the source's path leads out of `MEDIA_ROOT`, the target of this link; otherwise nil.
    private let outside: String?

    package init(_ name: String, _ catalog: SourceCatalog) {
        (status, outside) = Self.look(at: name, catalog)
    }

    /// - Parameter followsOutside: returns whether the source may be outside `MEDIA_ROOT`. It is called only if the
    ///   source is outside.
    package func status(followsOutside: () throws -> Bool) rethrows -> Status {
        guard let outside, try !followsOutside() else { return status }
        return .unusable(Outcome.Failure(code: .notAFile, message: UnusableFile.leadsOutside(target: outside).message))
    }

    private static func look(at name: String, _ catalog: SourceCatalog) -> (Status, outside: String?) {
        if let mistake = SourceNameProblem(name) {
            let root = catalog.settings.mediaRoot
            let message =
                mistake == .absolute && !isPath(name, in: root)
                ? "the name is an absolute path that is not below MEDIA_ROOT, \(root)" : "the name \(mistake)"
            return (.unusable(Outcome.Failure(code: .missingSource, message: message)), nil)
        }
        if catalog.isInCacheFolder(name) { return (.inCacheFolder, nil) }
        let path = catalog.settings.path(of: name)
        var status: Stat
        let isLink: Bool
        do throws(Errno) {
            status = try Stat(path, followTargetSymlink: false)
            isLink = status.type == .symbolicLink
        } catch {
            let failure = FileError("read", path, code: error).asSourceFailure(of: name)
            guard failure.code == .missingSource else { return (.unusable(failure), nil) }
            do throws(StorageError) {
                return (try catalog.findObject(name).map { .object($0) } ?? .unusable(failure), nil)
            } catch {
                return (.unusable(Outcome.Failure(code: .unreadableSource, message: "\(error)")), nil)
            }
        }
        do throws(Errno) {
            if isLink { status = try Stat(path) }
        } catch {
            let isDangling = [.noSuchFileOrDirectory, .notDirectory].contains(error)
            let reason = isDangling ? UnusableFile.danglingLink : .failed(error)
            return (.unusable(reason.failure(of: name, at: path)), nil)
        }
        let location = catalog.location(of: name, isLink: isLink)
        if location?.isCacheFile == true { return (.inCacheFolder, nil) }
        let kind = FileKind(status)
        guard kind == .regular else {
            return (.unusable(UnusableFile.notRegular(kind).failure(of: name, at: path)), location?.escapeTarget)
        }
        return (.file(FileStamp(status)), location?.escapeTarget)
    }
}

extension SourceStream.FoundSource.Status {
    fileprivate static var inCacheFolder: Self {
        .unusable(
            Outcome.Failure(
                code: .missingSource,
                message: "it is in a cache folder, which has no sources; "
                    + "a folder that contains .imagekit is a cache folder"
            )
        )
    }
}
