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

    /// Why some generators do not take a source: all their groups that have it refuse it.
    mutating func refusal(
        _ failure: Outcome.Failure,
        of source: SourceStream.Sighting,
        _ generators: [Int]
    ) -> (_ generator: Int) -> Outcome.Failure? {
        let taking = Set(self.generators(in: source.groups.filter { !source.refusing.contains($0) }))
        return { taking.contains($0) ? nil : failure }
    }
}
