import CacheState
import Files
import ImageSpecs
import Registry
import SourceGroups
import SystemPackage

/// Computes the stamps of the folders that contain images. If the stamp of such a folder is unchanged, all images of
/// the folder's source still exist.
///
/// The times of a folder change with each file that is created, deleted, or replaced in the folder. If the folder of
/// the images still has the times that it had when a run last found all the images, no image needs a separate check.
/// Separate checks of all images would take most of the time of a run that makes no image. Git's untracked cache relies
/// on the times of folders in the same way.
///
/// A file that is overwritten in place does not change the times of its folder. `--verify` detects such a file, because
/// it reads all files. A crash can truncate files without a change of the times of their folder, so stamps from before
/// the last boot, or from before the file system was mounted, are not valid.
package struct FolderSnapshots: Sendable {
    private let namings: GeneratorMap<CacheFileNaming>
    private let root: FolderHandle
    /// The device of the cache folder. Folders on another device are not used, because a file system that is mounted in
    /// the cache folder can have unreliable times.
    private let device: DeviceID
    /// The identities of the boot and of the mount of the cache folder.
    private let bootAndMount: [UInt8]
    /// For each generator, the identity of its naming and the digest of its overlays.
    private let identities: GeneratorMap<[UInt8]>

    /// Returns nil if images must be checked one by one. These checks are necessary without a lasting state, with a
    /// cache timeout, with specs that depend on the source, and on a file system without reliable folder times. They
    /// are also necessary if only some generators run, because such a run does not examine all images of a source.
    /// Finally, they are necessary if the system does not report the boot or the mount, or if there is no cache folder.
    init?(
        _ registry: Registry,
        _ selected: SelectedPart,
        _ specs: SpecResolver,
        _ overlays: OverlayDigests,
        root: FolderHandle
    ) {
        let settings = registry.settings
        let all = registry.generators.indices.filter { !registry.generators[$0].groups.isEmpty }
        guard settings.cacheBackend.lifetime == .lasting, settings.cacheTimeout == nil, specs.staticNamings != nil,
            Set(selected.generators).isSuperset(of: all),
            hasReliableFolderTimes(settings.cacheFolder), let boot = bootIdentity(),
            let mount = mountIdentity(of: settings.cacheFolder), let device = root.folder(settings.cachefileDir)?.device
        else { return nil }
        namings = specs.namings
        self.root = root
        self.device = device
        bootAndMount = Array(boot.utf8) + bytes(of: mount)
        identities = specs.namings.mapValues { generator, naming in
            bytes(of: naming.identity) + overlays.content(of: .ofNothing, generator).bytes
        }
    }

    /// The result of a check of the folder that contains one source's images.
    struct FolderCheck {
        let stamp: Int
        /// Whether the stamp may be recorded. A folder that changed very recently can change again without new times,
        /// and its stamp would not show the second change.
        let isOldEnough: Bool
    }

    /// - Parameter now: a time before or during the check, in seconds since 1970. The earlier it is, the more folders
    ///   count as changed very recently.
    /// - Returns: nil if the folder cannot be used, for example because it does not exist, or because a namer does not
    ///   give each source a folder of its own.
    func check(of candidate: Candidate, now: Int) -> FolderCheck? {
        guard let folder = folder(of: candidate) else { return nil }
        return FolderCheck(
            stamp: stamp(of: candidate, in: folder),
            isOldEnough: !folder.isRacy(at: now * second, within: Self.coarsestClock * second)
        )
    }

    /// The number of seconds after a change during which the times of a folder are not reliable. Some file systems
    /// store only complete seconds.
    package static let coarsestClock = 2

    private func folder(of candidate: Candidate) -> FileStamp? {
        guard candidate.refusals.isEmpty, let first = candidate.generators.first,
            let name = namings[first].ownFolder(of: candidate.origin),
            candidate.generators.allSatisfy({ namings[$0].hasOwnFolders })
        else { return nil }
        return root.folder(name).flatMap { $0.device == device ? $0.stamp : nil }
    }

    private func stamp(of candidate: Candidate, in folder: FileStamp) -> Int {
        var bytes = bootAndMount
        for generator in candidate.generators { bytes += identities[generator] }
        withUnsafeBytes(of: folder) { bytes += $0 }
        // The checksum is computed for each source. A cryptographic hash would take a fifth of the time of a run that
        // makes no image, so use a faster checksum.
        return Int(truncatingIfNeeded: XXHash64.hash(bytes))
    }
}

/// A second in nanoseconds.
private let second = 1_000_000_000

private func bytes(of number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}
