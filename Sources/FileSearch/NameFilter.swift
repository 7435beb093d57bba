/// The names in a source group: at least one glob matches the name, and no exclusion matches it.
package struct NameFilter: Sendable {
    private var include: GlobMatcher
    private var exclude: GlobMatcher

    /// The state of the globs in a folder.
    package struct State: Equatable, Sendable {
        fileprivate let include: GlobMatcher.State
        fileprivate let exclude: GlobMatcher.State
    }

    package init(include: [Glob], exclude: [Glob] = []) {
        self.include = GlobMatcher(include)
        self.exclude = GlobMatcher(exclude, hidden: .matchWildcards)
    }

    package var root: State { State(include: include.root, exclude: exclude.root) }

    /// Whether a file matches in the folder with this state.
    package mutating func takes<Name: RandomAccessCollection>(_ name: Name, in state: State) -> Bool
    where Name.Element == UInt8, Name.Index == Int {
        include.matches(name, in: state.include)
            && (state.exclude.isDeadEnd || !exclude.matches(name, in: state.exclude))
    }

    /// Whether a file with this name matches because of its extension. A folder with such a name is reported, because
    /// it is probably a mistake. A folder that matches only because `*` matches every name is not reported.
    mutating func takesByExtension<Name: RandomAccessCollection>(_ name: Name, in state: State) -> Bool
    where Name.Element == UInt8, Name.Index == Int {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return false }
        return takes(name, in: state) && !takes(Array(name[..<dot]), in: state)
    }

    /// Returns the state of a folder inside the folder with the given state; nil if no name below the inner folder can
    /// match.
    mutating func enter<Name: RandomAccessCollection>(_ name: Name, from state: State) -> State?
    where Name.Element == UInt8, Name.Index == Int {
        let included = include.enter(name, from: state.include)
        if included.isDeadEnd { return nil }
        let excluded = exclude.enter(name, from: state.exclude)
        if exclude.matchesEverythingBelow(excluded) { return nil }
        return State(include: included, exclude: excluded)
    }
}
