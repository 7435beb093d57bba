import CacheState
import Planning
import Registry
import SourceGroups
import Synchronization
import Workers

/// The numbers of fresh, missing, out-of-date, and failed images of each generator, and the orphans.
package struct Status: Sendable {
    /// The numbers of the images of one generator or set, by their status.
    package struct Row: Sendable {
        /// The id of a generator or a set.
        package let generator: String
        /// The rows of the members of a set, in the order of the set's markup; empty for a generator.
        package private(set) var members: [Row] = []
        package var fresh = 0
        /// The number of fresh images that can show a fault that is fixed now.
        package var outdated = 0
        package var missing = 0
        package var outOfDate = 0
        package var failed = 0

        fileprivate mutating func add(_ member: Row) {
            members.append(member)
            fresh += member.fresh
            outdated += member.outdated
            missing += member.missing
            outOfDate += member.outOfDate
            failed += member.failed
        }
    }

    /// One row for each generator and each set, in the order of the registry.
    package private(set) var rows: [Row]
    /// Nil if sources could not be read, because the images of these sources would count as orphans.
    package let orphans: Orphans?
    /// The reasons why sources could not be read; empty if all sources were read.
    package let errors: [String]

    /// Examines all cache files and writes nothing. A corrupt state counts as missing, as in a run.
    package init(
        _ registry: Registry,
        environment: [String: String],
        notify: @escaping @Sendable (SourceNotice) -> Void
    ) throws {
        do {
            // Pass on the notices only if the state is readable. Otherwise, the second attempt passes on all of them.
            let notices = Mutex<[SourceNotice]>([])
            try self.init(registry, usesState: true, environment) { notice in notices.withLock { $0.append(notice) } }
            for notice in notices.withLock(\.self) { notify(notice) }
        } catch is CorruptStateError {
            try self.init(registry, usesState: false, environment, notify)
        }
    }

    private init(
        _ registry: Registry,
        usesState: Bool,
        _ environment: [String: String],
        _ notify: @escaping @Sendable (SourceNotice) -> Void
    ) throws {
        let renderer = CurrentRenderer(WorkerProcesses(environment: environment).renderer)
        var rows = registry.generators.mapValues { _, generator in Row(generator: generator.id) }
        var wanted = WantedFiles()
        let failures = usesState ? try FailureList.records(of: registry) : [:]
        let problems = SourceProblems()
        let notify = problems.passing(to: notify)
        let survey = Survey(registry: registry, notify: notify, renderer: renderer, usesState: usesState)
        let gaps = try survey.forEachSource { source in
            wanted.add(source)
            for image in source.images {
                switch image.verdict {
                case .fresh: rows[image.generator].fresh += 1
                case .failed: rows[image.generator].failed += 1
                case .needed(.outdated):
                    rows[image.generator].fresh += 1
                    rows[image.generator].outdated += 1
                case .needed where source.reportedFailure(of: image, registry, in: failures) != nil:
                    rows[image.generator].failed += 1
                case .needed(.missing), .renamed: rows[image.generator].missing += 1
                case .needed: rows[image.generator].outOfDate += 1
                }
            }
        }
        for source in gaps.sourcesWithUnknownNames {
            let reason = "cannot be read, so it is unknown which cache files it has"
            notify(SourceNotice(.failure, "the source \(source) \(reason)"))
        }
        self.rows = Self.folded(rows, registry)
        errors = problems.all
        orphans = gaps.isEmpty ? try Orphans(registry, wanted: wanted, usesState: usesState) : nil
    }

    /// Replaces the rows of the members of each set by a row of the set, at the position of its first member.
    private static func folded(_ rows: GeneratorMap<Row>, _ registry: Registry) -> [Row] {
        var folded: [Row] = []
        var sets: Set<String> = []
        for id in registry.generators.ids {
            guard let set = registry.generators[id].member?.set else {
                folded.append(rows[id])
                continue
            }
            guard sets.insert(set).inserted else { continue }
            var row = Row(generator: set)
            for member in registry.members(ofSet: set) { row.add(rows[member]) }
            folded.append(row)
        }
        return folded
    }
}
