import CacheState
import Planning
import SourceGroups

/// The part of a plan that is left to do, kept small: a site has millions of images.
struct PlannedWork {
    /// A source with the images that are to be made from it.
    struct Item: Sendable {
        let source: String
        let record: PartialSourceRecord
        let wanted: [Wanted]
        /// Whether a worker died of it before.
        var isRetry = false
    }

    struct Wanted: Sendable {
        /// The place of the generator in the registry.
        let generator: Int
        let reason: Reason
        /// With the source's fields; nil where the generator's spec does not change.
        var spec: ResolvedSpec?
    }

    /// A file that is there under its former name.
    struct Renaming: Sendable {
        let source: String
        let record: PartialSourceRecord
        /// The place of the generator in the registry.
        let generator: Int
        let former: String
        let name: String
        /// With the source's fields; nil where the generator's spec does not change.
        var spec: ResolvedSpec?
    }

    /// Whether the state cannot be used and must be made anew.
    var stateIsDamaged = false
    private(set) var items: [Item] = []
    private(set) var renamings: [Renaming] = []
    /// What the state has to learn.
    private(set) var changes: [StateChange] = []
    /// The stamps of images that are fresh, for a state that is written anyway.
    private(set) var imagesStamps: [(source: String, stamp: Int)] = []
    /// With the images that need work counted as `wouldGenerate`.
    private(set) var summary = GenerationSummary()

    var unreadFolders: Int {
        get { summary.unreadFolders }
        set { summary.unreadFolders = newValue }
    }

    var isEmpty: Bool { items.isEmpty && renamings.isEmpty && changes.isEmpty && !stateIsDamaged }

    /// What could not be renamed has to be made.
    mutating func make(insteadOf renaming: Renaming) {
        let wanted = Wanted(generator: renaming.generator, reason: .missing, spec: renaming.spec)
        items.append(Item(source: renaming.source, record: renaming.record, wanted: [wanted]))
    }

    /// Of a run in which no image is made.
    func summary(within deadline: ContinuousClock.Instant?) -> GenerationSummary {
        var summary = summary
        if deadline != nil { summary.left = 0 }
        return summary
    }

    mutating func add(_ source: PlannedSource) {
        if let stamp = source.imagesStamp { imagesStamps.append((source.name, stamp)) }
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
                            source: source.name,
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
            items.append(Item(source: source.name, record: record, wanted: wanted))
        }
    }
}
