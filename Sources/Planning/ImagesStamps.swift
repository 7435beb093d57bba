import CacheState
import Crypto
import Files
import ImageSpecs
import Registry
import SourceGroups

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells by one look at a folder that all the images of a source are still there.
///
/// A folder's times move with each file that comes into it, goes or is replaced. So while a folder of images has the times
/// that it had when all of them were seen there, they need not be looked at one by one, which is most of what a run with
/// nothing to do takes. Git's untracked cache believes folders in the same way. What is not seen is a file that is
/// written over in place: `--verify` reads all. A crash may cut off files too and leave their folder as it was, so what was
/// seen before the last boot does not count.
package struct ImagesStamps: Sendable {
    private let namings: [CacheFileNaming]
    private let root: FolderHandle
    /// The one that the cache folder is on: what is mounted in it may be of another kind.
    private let device: dev_t
    /// Of what has to be the same for all sources.
    private let common: SHA256
    /// By the generators' places: what gives their images names, and what is laid over them.
    private let identities: [[UInt8]]

    /// Nil where images have to be looked at one by one: by a part of the generators, which would not see all images of a
    /// source; where they are proved by and by; with specs that change with their sources; in a file system whose folders are
    /// not known to tell.
    init?(
        _ registry: Registry,
        _ selected: SelectedPart,
        _ specs: SpecResolver,
        _ overlays: OverlayDigests,
        root: FolderHandle
    ) {
        let settings = registry.settings
        let all = registry.generators.indices.filter { !registry.generators[$0].groups.isEmpty }
        guard settings.cacheBackend.lifetime == .lasting, settings.cacheTimeout == nil, specs.unchangingNamings != nil,
            Set(selected.generators).isSuperset(of: all),
            foldersTellOfTheirFiles(settings.cacheFolder), let boot = bootIdentity(),
            let device = root.folder(settings.cachefileDir)?.device
        else { return nil }
        namings = specs.namings
        self.root = root
        self.device = device
        var common = SHA256()
        common.update(data: Array(boot.utf8))
        self.common = common
        identities = specs.namings.enumerated().map { place, naming in
            bytes(of: naming.identity) + overlays.content(of: .ofNothing, place).bytes
        }
    }

    /// What a folder of images tells.
    struct Glance {
        let stamp: Int
        /// Whether images that are seen after the glance may be known again by the stamp: a younger folder may be changed
        /// once more without its times moving.
        let isOldEnough: Bool
    }

    /// - Parameter now: seconds since 1970, or some time before.
    /// - Returns: nil where the source's images are not in a folder of their own.
    func glance(at candidate: Candidate, now: Int) -> Glance? {
        guard let folder = folder(of: candidate) else { return nil }
        return Glance(
            stamp: stamp(of: candidate, in: folder),
            isOldEnough: !folder.isRacy(at: now * second, within: Self.coarsestClock * second)
        )
    }

    /// In seconds: some file systems keep no fractions of them.
    package static let coarsestClock = 2

    private func folder(of candidate: Candidate) -> FileStamp? {
        guard candidate.refusals.isEmpty, let first = candidate.generators.first,
            let name = namings[first].ownFolder(of: candidate.name),
            candidate.generators.allSatisfy({ namings[$0].hasOwnFolders })
        else { return nil }
        return root.folder(name).flatMap { $0.device == device ? $0.stamp : nil }
    }

    private func stamp(of candidate: Candidate, in folder: FileStamp) -> Int {
        var hash = common
        for generator in candidate.generators { hash.update(data: identities[generator]) }
        withUnsafeBytes(of: folder) { hash.update(bufferPointer: $0) }
        return Int(truncatingIfNeeded: hash.finalize().leadingNumber)
    }
}

/// In nanoseconds.
private let second = 1_000_000_000

private func bytes(of number: Int) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
