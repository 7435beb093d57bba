/// The transition table of a matcher: the numbered sets of states that it has reached, and their successors.
struct TransitionTable: Sendable {
    /// The empty set of states, which has no successors.
    static let deadEnd = 0

    /// If the table has more sets than this, `start` empties it before the next name. Each set takes about a kilobyte.
    private static let limit = 256
    private static let columns = 129
    /// The column of a dot at the start of a segment. The columns of the ASCII characters follow.
    private static let leadingDot = 0
    private static let unknown = -1

    private var sets: [[Int]] = [[]]
    private var numbers: [[Int]: Int] = [[]: deadEnd]
    /// The successors of each set: one row for each set, with one column for a leading dot and one for each ASCII
    /// character.
    private var targets = Array(repeating: deadEnd, count: columns)
    private var accepting = [false]
    private let ends: Set<Int>

    /// - Parameter ends: the states in which a name matches.
    init(ends: Set<Int>) { self.ends = ends }

    /// Returns the number of the set at the start of a name. This number, and all later numbers of sets, are valid
    /// until `start` is called for the next name.
    mutating func start(_ states: [Int]) -> Int {
        if sets.count > Self.limit { self = TransitionTable(ends: ends) }
        return number(of: states)
    }

    func states(_ set: Int) -> [Int] { sets[set] }

    /// The number of the set after a character. Nil if the table does not contain the transition: it is not inserted
    /// yet, or the character is not ASCII, so that the table has no column for it.
    func target(of character: UInt32, isLeadingDot: Bool, from set: Int) -> Int? {
        guard let column = Self.column(character, isLeadingDot) else { return nil }
        let target = targets[set * Self.columns + column]
        return target == Self.unknown ? nil : target
    }

    /// - Parameter states: the states after the character.
    /// - Returns: the number of their set.
    mutating func insert(_ states: [Int], for character: UInt32, isLeadingDot: Bool, from set: Int) -> Int {
        let target = number(of: states)
        if let column = Self.column(character, isLeadingDot) { targets[set * Self.columns + column] = target }
        return target
    }

    private static func column(_ character: UInt32, _ isLeadingDot: Bool) -> Int? {
        if isLeadingDot { return leadingDot }
        return character < 0x80 ? Int(character) + 1 : nil
    }

    /// Whether a name that leads to the set matches.
    func accepts(_ set: Int) -> Bool { accepting[set] }

    private mutating func number(of states: [Int]) -> Int {
        if let known = numbers[states] { return known }
        sets.append(states)
        accepting.append(!ends.isDisjoint(with: states))
        targets.append(contentsOf: repeatElement(Self.unknown, count: Self.columns))
        numbers[states] = sets.count - 1
        return sets.count - 1
    }
}
