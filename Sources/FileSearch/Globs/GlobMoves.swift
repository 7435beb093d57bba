/// The sets of states that a matcher has come to, by numbers, and where each character leads from them.
struct GlobMoves: Sendable {
    /// The set of no states, from which nothing leads away.
    static let deadEnd = 0

    /// Each takes a kilobyte; a pattern that comes to more begins anew with every name.
    private static let limit = 256
    private static let columns = 129
    /// A dot that begins a segment leads elsewhere than others; characters of ASCII have the columns behind it.
    private static let leadingDot = 0
    private static let unknown = -1

    private var sets: [[Int]] = [[]]
    private var numbers: [[Int]: Int] = [[]: deadEnd]
    /// A row for each set.
    private var targets = Array(repeating: deadEnd, count: columns)
    private var accepting = [false]
    private let ends: Set<Int>

    /// - Parameter ends: the states in which a name is taken.
    init(ends: Set<Int>) { self.ends = ends }

    /// The set that a name begins with. Numbers of sets hold until the next name begins.
    mutating func start(_ states: [Int]) -> Int {
        if sets.count > Self.limit { self = GlobMoves(ends: ends) }
        return number(of: states)
    }

    func states(_ set: Int) -> [Int] { sets[set] }

    /// The set that a character leads to; nil where that has to be worked out.
    func target(of character: UInt32, isLeadingDot: Bool, from set: Int) -> Int? {
        guard let column = Self.column(character, isLeadingDot) else { return nil }
        let target = targets[set * Self.columns + column]
        return target == Self.unknown ? nil : target
    }

    /// - Parameter states: those that the character leads to.
    /// - Returns: their set.
    mutating func note(_ states: [Int], for character: UInt32, isLeadingDot: Bool, from set: Int) -> Int {
        let target = number(of: states)
        if let column = Self.column(character, isLeadingDot) { targets[set * Self.columns + column] = target }
        return target
    }

    private static func column(_ character: UInt32, _ isLeadingDot: Bool) -> Int? {
        if isLeadingDot { return leadingDot }
        return character < 0x80 ? Int(character) + 1 : nil
    }

    /// Whether a name that leads to the set is taken.
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
