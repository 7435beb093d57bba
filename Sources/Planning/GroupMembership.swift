import Registry
import SourceGroups
import WorkerProtocol

/// Which of some generators apply to a source, given the source groups that contain it.
struct GroupMembership {
    private let generators: [(index: Int, groups: [Int])]
    /// Cached, because consecutive sources usually have the same groups.
    private var last: (groups: [Int], generators: [Int]) = ([], [])

    /// - Parameters:
    ///   - generators: indices in the registry.
    ///   - groups: of the stream that the sources come from.
    init(_ registry: Registry, generators: [Int], groups: [SourceGroup]) {
        self.generators = generators.map { index in
            let names = registry.generators[index].groups
            return (index, groups.indices.filter { names.contains(groups[$0].name) })
        }
    }

    /// Returns the indices of the generators in order.
    mutating func generators(in groups: [Int]) -> [Int] {
        if groups != last.groups {
            last = (groups, generators.filter { $0.groups.contains(where: groups.contains) }.map(\.index))
        }
        return last.generators
    }

    /// Why some of a source's generators refuse it, by index: all of their groups that contain it refuse it.
    mutating func refusals(of source: SourceStream.FoundSource, _ generators: [Int]) -> [Int: Outcome.Failure] {
        guard let failure = source.refusal else { return [:] }
        let taking = self.generators(in: source.groups.filter { !source.refusing.contains($0) })
        let refusing = generators.filter { !taking.contains($0) }
        return Dictionary(refusing.map { ($0, failure) }) { first, _ in first }
    }
}
