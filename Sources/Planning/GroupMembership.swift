import Registry
import SourceGroups
import WorkerProtocol

/// Which of some generators a source has, by the source groups that it is in.
struct GroupMembership {
    private let generators: [(place: Int, groups: [Int])]
    /// Sources come in long runs of the same groups.
    private var last: (groups: [Int], generators: [Int]) = ([], [])

    /// - Parameters:
    ///   - generators: by their places in the registry.
    ///   - groups: those of the stream that the sources come from.
    init(_ registry: Registry, generators: [Int], groups: [SourceGroup]) {
        self.generators = generators.map { place in
            let names = registry.generators[place].groups
            return (place, groups.indices.filter { names.contains(groups[$0].name) })
        }
    }

    /// The places of the generators, in their order.
    mutating func generators(in groups: [Int]) -> [Int] {
        if groups != last.groups {
            last = (groups, generators.filter { $0.groups.contains(where: groups.contains) }.map(\.place))
        }
        return last.generators
    }

    /// Why some of a source's generators do not take it, by their places: all their groups that have it refuse it.
    mutating func refusals(of source: SourceStream.Sighting, _ generators: [Int]) -> [Int: Outcome.Failure] {
        guard let failure = source.refusal else { return [:] }
        let taking = self.generators(in: source.groups.filter { !source.refusing.contains($0) })
        let refusing = generators.filter { !taking.contains($0) }
        return Dictionary(refusing.map { ($0, failure) }) { first, _ in first }
    }
}
