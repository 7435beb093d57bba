import Files

extension Registry {
    /// Returns the source groups of some generators, in byte order of the groups' names.
    package func groups(of generators: [GeneratorID]) -> [SourceGroup] {
        Set(generators.flatMap { self.generators[$0].groups }).sorted(by: precedesInBytes).compactMap {
            sourceGroups[$0]
        }
    }
}
