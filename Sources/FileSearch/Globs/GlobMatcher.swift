import Files
import JSON

/// Matches names against a set of globs, one folder at a time.
///
/// A walk computes the `State` of each folder once and then matches only the names of the entries. A folder whose state
/// is a dead end is not read.
///
/// The globs run as a nondeterministic automaton, and a `State` is a set of its states. A state of the automaton
/// consists of a step of a compiled glob and a flag. The flag is set if the step is at the start of a segment and no
/// `*` precedes it in this segment. With `needLeadingDot`, only a step with this flag can match a leading dot. A walk
/// can match a million names, but these names lead to few sets of states. So the matcher keeps the transitions between
/// the sets in a table.
package struct GlobMatcher: Sendable {
    /// The rule for names that begin with a dot.
    package enum HiddenNames: Sendable {
        /// A name that begins with a dot matches only a segment of the pattern that begins with a dot.
        case needLeadingDot
        /// Wildcards, brackets, and `**` match a leading dot too. This is the rule for exclusions.
        case matchWildcards
    }

    /// The states that the globs reach after the path of a folder. Matching the name of an entry in this folder starts
    /// with these states.
    struct State: Equatable, Sendable {
        fileprivate let states: [Int]

        /// Whether no name below the folder can match.
        var isDeadEnd: Bool { states.isEmpty }
    }

    private(set) var root: State
    private let steps: [GlobStep]
    private let hidden: HiddenNames
    private var transitions: TransitionTable
    private var following: [Int] = []
    private var pending: [Int] = []
    /// For each state, the round in which it was last added. A round computes one set of states. The numbers of the
    /// rounds prevent a state from being added twice to a set.
    private var rounds: [UInt]
    private var round: UInt = 0

    init(_ globs: [Glob], hidden: HiddenNames = .needLeadingDot) {
        steps = globs.flatMap(\.steps)
        self.hidden = hidden
        transitions = TransitionTable(ends: Set((0..<steps.count * 2).filter { [steps] in steps[$0 / 2] == .match }))
        rounds = Array(repeating: 0, count: steps.count * 2)
        root = State(states: [])
        round = 1
        var start = 0
        for glob in globs {
            add(start, reachedPlainly: true)
            start += glob.steps.count
        }
        root = State(states: following)
    }

    /// Whether an entry of the folder with this state matches; `name` can also be a path below this folder.
    mutating func matches<Name: RandomAccessCollection>(_ name: Name, in state: State) -> Bool
    where Name.Element == UInt8, Name.Index == Int {
        let set = run(name, from: state)
        return transitions.accepts(set)
    }

    /// Returns the state of a folder inside the folder with this state; `name` can also be a path of several folders.
    mutating func enter<Name: RandomAccessCollection>(_ name: Name, from state: State) -> State
    where Name.Element == UInt8, Name.Index == Int {
        let set = run(name, from: state)
        let folder = transition(from: set, Self.slash, startsSegment: false)
        return State(states: transitions.states(folder))
    }

    /// Whether a `**` at the end of a pattern matches every name below the folder. This is possible only if wildcards
    /// match hidden names.
    func matchesEverythingBelow(_ state: State) -> Bool {
        hidden == .matchWildcards && state.states.contains { steps[$0 / 2] == .everything }
    }

    private static let slash = UInt32(UInt8(ascii: "/"))
    private static let dot = UInt32(UInt8(ascii: "."))

    /// The set of states after a name.
    private mutating func run<Name: RandomAccessCollection>(_ name: Name, from state: State) -> Int
    where Name.Element == UInt8, Name.Index == Int {
        var set = transitions.start(state.states)
        var index = name.startIndex
        var startsSegment = true
        while index < name.endIndex, set != TransitionTable.deadEnd {
            let character: UInt32
            let byte = name[index]
            if byte < 0x80 {
                character = UInt32(byte)
                index += 1
            } else if let scalar = UTF8Scalar(in: name, at: index) {
                character = scalar.scalar.value
                index += scalar.length
            } else {
                character = 0x11_0000 + UInt32(byte)
                index += 1
            }
            set = transition(from: set, character, startsSegment: startsSegment)
            startsSegment = character == Self.slash
        }
        return set
    }

    /// The set of states after one character.
    private mutating func transition(from set: Int, _ character: UInt32, startsSegment: Bool) -> Int {
        let isLeadingDot = startsSegment && character == Self.dot
        if let known = transitions.target(of: character, isLeadingDot: isLeadingDot, from: set) { return known }
        step(transitions.states(set), character, isLeadingDot: isLeadingDot)
        return transitions.insert(following, for: character, isLeadingDot: isLeadingDot, from: set)
    }

    /// Computes the states that follow the current ones.
    private mutating func step(_ current: [Int], _ character: UInt32, isLeadingDot: Bool) {
        following.removeAll(keepingCapacity: true)
        round += 1
        let isSlash = character == Self.slash
        let isHidden = isLeadingDot && hidden == .needLeadingDot
        for state in current {
            let index = state / 2
            switch steps[index] {
            case .scalar(let scalar):
                guard scalar == character, !isHidden || state % 2 == 1 else { continue }
                add(index + 1, reachedPlainly: isSlash)
            case .anyScalar:
                if !isSlash, !isHidden { add(index + 1, reachedPlainly: false) }
            case .brackets(let brackets):
                if !isSlash, !isHidden, brackets.matches(character) { add(index + 1, reachedPlainly: false) }
            case .withinSegment:
                if !isSlash, !isHidden { add(index, reachedPlainly: false) }
            case .folders, .everything:
                if !isSlash, !isHidden { add(index + 1, reachedPlainly: false) }
            case .insideFolder, .insideEverything:
                add(isSlash ? index - 1 : index, reachedPlainly: isSlash)
            case .fork, .jump, .match:
                continue
            }
        }
    }

    /// Adds a step, and the steps that are reachable from it without a character, to the following states.
    private mutating func add(_ index: Int, reachedPlainly: Bool) {
        pending.append(index * 2 + (reachedPlainly ? 1 : 0))
        while let state = pending.popLast() {
            if rounds[state | 1] == round || rounds[state] == round { continue }
            rounds[state] = round
            let index = state / 2
            let plainly = state % 2
            switch steps[index] {
            case .fork(let offsets):
                for offset in offsets { pending.append((index + offset) * 2 + plainly) }
                continue
            case .jump(let offset):
                pending.append((index + offset) * 2 + plainly)
                continue
            case .withinSegment: pending.append((index + 1) * 2)
            case .folders: pending.append((index + 2) * 2 + plainly)
            case .insideEverything: pending.append((index + 1) * 2 + plainly)
            default: break
            }
            following.append(state)
        }
    }
}
