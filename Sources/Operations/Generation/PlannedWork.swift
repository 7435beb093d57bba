import CacheState
import Planning
import Registry
import SourceGroups

/// The images that a run must make or rename, and the changes that it records in the state. The form is compact,
/// because a site can have millions of images.
struct PlannedWork {
    /// A source or canvas with either the images to make or the images to rename.
    struct Item: Sendable {
        let origin: ImageOrigin
        var record: PartialSourceRecord
        var images: [PlannedImage]
        /// Whether the images of this item are made a second time, because a worker died, timed out, or exhausted its
        /// memory during the first attempt.
        var isRetry = false

        /// The longest time, in milliseconds, that earlier runs spent on one of the images. A failure counts as one
        /// minute.
        var spent: Int { images.reduce(0) { max($0, $1.spent + $1.tries * 60_000) } }

        /// The items that the batch processes instead of this item. If earlier runs spent time on the images, each
        /// image is a separate item, because all images together can need more time than one run has.
        var parts: [Item] {
            guard spent > 0, images.count > 1 else { return [self] }
            return images.map { Item(origin: origin, record: record, images: [$0], isRetry: isRetry) }
        }

        /// Whether the item gets a message of its own, because its images are likely to fail or to take long.
        var isAlone: Bool { isRetry || spent > 0 }

        /// Whether the item is made before another item. Retries come first. Images that earlier runs could not finish
        /// come last, so that they do not delay other images. Among the other images, the images of large sources come
        /// first. Otherwise, one worker could be busy with a large source at the end while the other workers are idle.
        func precedes(_ other: Item) -> Bool {
            if isRetry != other.isRetry { return isRetry }
            let (own, others) = (spent, other.spent)
            if own != others { return own < others }
            return (record.stamp.size, other.origin.key) > (other.record.stamp.size, origin.key)
        }

        /// The names of the item's images.
        var names: [String] { images.map(\.name) }
    }

    /// Whether the state is corrupt and must be rebuilt.
    var stateIsDamaged = false
    /// Images to make.
    private(set) var items: [Item] = []
    /// Images whose files exist under former names.
    private(set) var renamings: [Item] = []
    /// Changes to record in the state.
    private(set) var changes: [StateChange] = []
    /// For each source whose images are all fresh: the stamp of the folder that contains these images. The stamps are
    /// recorded only if the state is written for another reason.
    private(set) var imagesStamps: [(source: String, stamp: Int)] = []
    /// The numbers of images. Images that must be made or renamed are counted as `wouldGenerate`.
    private(set) var summary = GenerationSummary()

    /// Whether sources can be missing, because folders or source groups could not be read.
    var lacksSources: Bool { summary.lacksSources }

    /// Records the folders and source groups that could not be read.
    mutating func lack(_ unread: UnreadFolders) {
        (summary.unreadFolders, summary.unreadGroups) = (unread.folders.count, unread.groups.count)
    }

    var isEmpty: Bool { items.isEmpty && renamings.isEmpty && changes.isEmpty && !stateIsDamaged }

    /// Whether no image must be made or renamed. If so, a run writes at most the state.
    var makesNothing: Bool { items.isEmpty && renamings.isEmpty }

    mutating func add(_ changes: [StateChange]) { self.changes += changes }

    /// Adds an image that must be made, because its file could not be renamed.
    mutating func make(_ image: PlannedImage, of item: Item) {
        var image = image
        image.verdict = .needed(.missing)
        items.append(Item(origin: item.origin, record: item.record, images: [image]))
    }

    /// Returns the summary of a run that makes no image.
    func summary(within deadline: ContinuousClock.Instant?) -> GenerationSummary {
        var summary = summary
        if deadline != nil { summary.left = 0 }
        return summary
    }

    mutating func add(_ source: PlannedSource) {
        if let stamp = source.imagesStamp { imagesStamps.append((source.origin.key, stamp)) }
        if let count = source.settledImages {
            summary.fresh += count
            return
        }
        changes += source.changes
        var (made, renamed): ([PlannedImage], [PlannedImage]) = ([], [])
        for image in source.images {
            switch image.verdict {
            case .fresh: summary.fresh += 1
            case .failed: summary.failed += 1
            case .needed: made.append(image)
            case .renamed: renamed.append(image)
            }
        }
        summary.wouldGenerate += made.count + renamed.count
        guard let record = source.record else { return }
        // If all images must be made, store the array of the plan, because it usually has no unused capacity.
        if made.count == source.images.count { made = source.images }
        if !made.isEmpty { items.append(Item(origin: source.origin, record: record, images: made)) }
        if !renamed.isEmpty { renamings.append(Item(origin: source.origin, record: record, images: renamed)) }
    }
}
