/// The names in a source group: at least one of its globs matches and none of its exclusions does.
package struct NameFilter: Sendable {
    private var include: GlobMatcher
    private var exclude: GlobMatcher

    /// The state of the globs at a folder.
    package struct Place: Equatable, Sendable {
        fileprivate let include: GlobMatcher.Place
        fileprivate let exclude: GlobMatcher.Place
    }

    package init(include: [Glob], exclude: [Glob] = []) {
        self.include = GlobMatcher(include)
        self.exclude = GlobMatcher(exclude, hidden: .matchWildcards)
    }

    package var root: Place { Place(include: include.root, exclude: exclude.root) }

    /// Whether a file matches in the folder with this state.
    package mutating func takes<Name: RandomAccessCollection>(_ name: Name, in place: Place) -> Bool
    where Name.Element == UInt8, Name.Index == Int {
        include.matches(name, in: place.include)
            && (place.exclude.isDeadEnd || !exclude.matches(name, in: place.exclude))
    }

    /// Whether a file of that name matches because of its extension. A folder with such a name is a mistake, unlike a
    /// folder that `*` matches as it matches everything.
    mutating func takesByExtension<Name: RandomAccessCollection>(_ name: Name, in place: Place) -> Bool
    where Name.Element == UInt8, Name.Index == Int {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return false }
        return takes(name, in: place) && !takes(Array(name[..<dot]), in: place)
    }

    /// Returns the state of a folder inside another one, or nil if nothing below it can match.
    mutating func enter<Name: RandomAccessCollection>(_ name: Name, from place: Place) -> Place?
    where Name.Element == UInt8, Name.Index == Int {
        let included = include.enter(name, from: place.include)
        if included.isDeadEnd { return nil }
        let excluded = exclude.enter(name, from: place.exclude)
        if exclude.matchesEverythingBelow(excluded) { return nil }
        return Place(include: included, exclude: excluded)
    }
}
