import CacheState
import Planning
import Registry
import SourceGroups

/// The remaining work of a plan, in a compact form, because a site can have millions of images.
struct PlannedWork {
    /// A source or canvas with the images to make from it.
    struct Item: Sendable {
        let origin: ImageOrigin
        let record: PartialSourceRecord
        let wanted: [Wanted]
        /// Whether an earlier worker died of it.
        var isRetry = false
    }

    struct Wanted: Sendable {
        let generator: GeneratorID
        let reason: Reason
        /// The spec with the source's fields; nil if the generator's spec has no fields.
        var spec: ResolvedSpec?
    }

    /// A file that exists under its former name.
    struct Renaming: Sendable {
        let origin: ImageOrigin
        let record: PartialSourceRecord
        let generator: GeneratorID
        let former: String
        let name: String
        /// The spec with the source's fields; nil if the generator's spec has no fields.
        var spec: ResolvedSpec?
    }

    /// Whether the state is corrupt and must be rebuilt.
    var stateIsDamaged = false
    private(set) var items: [Item] = []
    private(set) var renamings: [Renaming] = []
    /// Changes to record in the state.
    private(set) var changes: [StateChange] = []
    /// The stamps of fresh images. They are recorded only if the state is written anyway.
    private(set) var imagesStamps: [(source: String, stamp: Int)] = []
    /// Images that need work are counted as `wouldGenerate`.
    private(set) var summary = GenerationSummary()

    var unreadFolders: Int {
        get { summary.unreadFolders }
        set { summary.unreadFolders = newValue }
    }

    var isEmpty: Bool { items.isEmpty && renamings.isEmpty && changes.isEmpty && !stateIsDamaged }

    /// A file that could not be renamed must be made.
    mutating func make(insteadOf renaming: Renaming) {
        let wanted = Wanted(generator: renaming.generator, reason: .missing, spec: renaming.spec)
        items.append(Item(origin: renaming.origin, record: renaming.record, wanted: [wanted]))
    }

    /// The summary of a run in which no image is made.
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
        var wanted: [Wanted] = []
        for image in source.images {
            switch image.verdict {
            case .fresh: summary.fresh += 1
            case .failed: summary.failed += 1
            case .needed(let reason):
                summary.wouldGenerate += 1
                if let former = image.formerName, let record = source.record {
                    renamings.append(
                        Renaming(
                            origin: source.origin,
                            record: record,
                            generator: image.generator,
                            former: former,
                            name: image.name,
                            spec: image.spec
                        )
                    )
                } else {
                    wanted.append(Wanted(generator: image.generator, reason: reason, spec: image.spec))
                }
            }
        }
        if let record = source.record, !wanted.isEmpty {
            items.append(Item(origin: source.origin, record: record, wanted: wanted))
        }
    }
}
