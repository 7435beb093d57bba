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

    /// Whether the state cannot be used and must be made anew.
    var stateIsDamaged = false
    private(set) var items: [Item] = []
    /// What the state has to learn.
    private(set) var changes: [StateChange] = []
    /// With the images that need work counted as `wouldGenerate`.
    private(set) var summary = GenerationSummary()

    var unreadFolders: Int {
        get { summary.unreadFolders }
        set { summary.unreadFolders = newValue }
    }

    var isEmpty: Bool { items.isEmpty && changes.isEmpty && !stateIsDamaged }

    mutating func add(_ source: PlannedSource) {
        changes += source.changes
        var wanted: [Wanted] = []
        for image in source.images {
            switch image.verdict {
            case .fresh: summary.fresh += 1
            case .failed: summary.failed += 1
            case .needed(let reason):
                wanted.append(Wanted(generator: image.generator, reason: reason, spec: image.spec))
            }
        }
        summary.wouldGenerate += wanted.count
        if let record = source.record, !wanted.isEmpty {
            items.append(Item(source: source.name, record: record, wanted: wanted))
        }
    }
}
