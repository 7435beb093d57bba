import CacheState
import Files
import Planning
import Registry
import Synchronization
import WorkerProtocol

/// Finds the planned images that another process made after they were planned. For example, a single call such as
/// `generateimage` can make images that a running batch has planned.
final class ConcurrentImages: Sendable {
    struct Found {
        let image: PlannedImage
        let bytes: Int
        let description: Outcome.MadeImage?
    }

    private let state: any WritableState
    private let registry: Registry
    private let overlays: OverlayDigests
    /// Whether another process can have made images since the images were planned.
    private let isShared: Mutex<Bool>

    /// - Parameter isShared: whether another process can have made images before the state was opened.
    init(_ planner: Planner, _ state: any WritableState, isShared: Bool) {
        self.state = state
        registry = planner.registry
        overlays = planner.overlays
        self.isShared = Mutex(isShared)
    }

    /// Returns whether another process can have made images since the images were planned. Claim images before this
    /// call, because another process can finish images that are not claimed.
    func checkWrites() throws -> Bool {
        try isShared.withLock { isShared in
            if !isShared { isShared = try state.wasWrittenByOthers() }
            return isShared
        }
    }

    /// Returns the images of an item that another process has made since they were planned. The caller must have
    /// claimed the images of the item.
    /// - Parameter content: the current digest of the source.
    func found(_ item: PlannedWork.Item, _ content: ContentDigest) throws -> [Found] {
        let key = item.origin.key
        let records = try state.read(StatePart(source: key)) { try $0.files(of: key) }
        return item.images.compactMap { image in
            guard image.reason?.isOfFreshImage != true, let record = records.first(where: { $0.isNamed(image.name) }),
                case .made(let bytes, let description) = record.state,
                record.digest == overlays.content(of: content, image.generator),
                isStored(image.name, bytes)
            else { return nil }
            return Found(image: image, bytes: bytes, description: description?.image)
        }
    }

    /// Whether the file of a record exists. An object in a bucket counts as existing without a check, because its
    /// record is written only after the upload.
    private func isStored(_ name: String, _ bytes: Int) -> Bool {
        guard registry.settings.hasLocalFiles else { return true }
        return FileStamp(path: registry.settings.cachePath(of: name))?.size == bytes
    }
}
