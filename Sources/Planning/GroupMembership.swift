import Registry
import SourceGroups
import WorkerProtocol

/// Determines which generators apply to a source, based on the source groups that contain the source.
struct GroupMembership {
    private let generators: [(id: GeneratorID, groups: [Int])]
    /// The last result. It is kept, because consecutive sources usually have the same groups.
    private var last: (groups: [Int], generators: [GeneratorID]) = ([], [])

    /// - Parameter groups: the groups of the stream that finds the sources. `FoundSource.groups` contains indices of
    ///   this array.
    init(_ registry: Registry, generators: [GeneratorID], groups: [SourceGroup]) {
        self.generators = generators.map { id in
            let names = registry.generators[id].groups
            return (id, groups.indices.filter { names.contains(groups[$0].name) })
        }
    }

    /// Returns the generators that use at least one of the groups, in their order in the initializer.
    mutating func generators(in groups: [Int]) -> [GeneratorID] {
        if groups != last.groups {
            last = (groups, generators.filter { $0.groups.contains(where: groups.contains) }.map(\.id))
        }
        return last.generators
    }

    /// The reasons why some generators refuse a source. A source can be in several groups of a generator. The generator
    /// refuses the source only if all these groups refuse it.
    mutating func refusals(
        of source: SourceStream.FoundSource,
        _ generators: [GeneratorID]
    ) -> [GeneratorID: Outcome.Failure] {
        guard let failure = source.refusal else { return [:] }
        let taking = self.generators(in: source.groups.filter { !source.refusing.contains($0) })
        let refusing = generators.filter { !taking.contains($0) }
        return Dictionary(refusing.map { ($0, failure) }) { first, _ in first }
    }
}
