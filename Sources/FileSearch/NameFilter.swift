/// The names that a source group takes: those that any of its globs matches and none of its exclusions does.
package struct NameFilter: Sendable {
    private var include: GlobMatcher
    private var exclude: GlobMatcher

    /// How far the globs have come at some folder.
    package struct Place: Equatable, Sendable {
        fileprivate let include: GlobMatcher.Place
        fileprivate let exclude: GlobMatcher.Place
    }

    package init(include: [Glob], exclude: [Glob] = []) {
        self.include = GlobMatcher(include)
        self.exclude = GlobMatcher(exclude, hidden: .matchWildcards)
    }

    package var root: Place { Place(include: include.root, exclude: exclude.root) }

    /// Whether a file of the folder at `place` is taken.
    package mutating func takes<Name: RandomAccessCollection>(_ name: Name, in place: Place) -> Bool
    where Name.Element == UInt8, Name.Index == Int {
        include.matches(name, in: place.include)
            && (place.exclude.isDeadEnd || !exclude.matches(name, in: place.exclude))
    }

    /// Whether a file of that name is taken because of its extension. A folder of such a name is somebody's mistake,
    /// unlike one that `*` takes as it takes everything.
    mutating func takesByExtension<Name: RandomAccessCollection>(_ name: Name, in place: Place) -> Bool
    where Name.Element == UInt8, Name.Index == Int {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return false }
        return takes(name, in: place) && !takes(Array(name[..<dot]), in: place)
    }

    /// The place of a folder in the folder at `place`, or nil if nothing below it can be taken.
    mutating func enter<Name: RandomAccessCollection>(_ name: Name, from place: Place) -> Place?
    where Name.Element == UInt8, Name.Index == Int {
        let included = include.enter(name, from: place.include)
        if included.isDeadEnd { return nil }
        let excluded = exclude.enter(name, from: place.exclude)
        if exclude.matchesEverythingBelow(excluded) { return nil }
        return Place(include: included, exclude: excluded)
    }
}
