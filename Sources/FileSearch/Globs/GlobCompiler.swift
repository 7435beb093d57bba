/// Compiles nodes into steps and rejects invalid segments.
struct GlobCompiler {
    private let pattern: String
    private let ignoresCase: Bool
    private var steps: [GlobStep] = []

    static func compile(
        _ nodes: [GlobNode],
        pattern: String,
        ignoresCase: Bool = false
    ) throws(GlobError) -> [GlobStep] {
        var compiler = GlobCompiler(pattern: pattern, ignoresCase: ignoresCase)
        try compiler.checkSegments(nodes)
        try compiler.append(nodes, startsSegment: true, endsPattern: true)
        return compiler.steps + [.match]
    }

    private init(pattern: String, ignoresCase: Bool) {
        self.pattern = pattern
        self.ignoresCase = ignoresCase
    }

    /// - Parameters:
    ///   - startsSegment: whether these nodes are at the start of a segment.
    ///   - endsPattern: whether these nodes are at the end of the pattern.
    private mutating func append(_ nodes: [GlobNode], startsSegment: Bool, endsPattern: Bool) throws(GlobError) {
        var index = 0
        while index < nodes.count {
            let startsSegment = index == 0 ? startsSegment : nodes[index - 1].isSlash
            let isLast = index == nodes.count - 1
            switch nodes[index] {
            case .scalar(let scalar, _):
                let both = GlobBrackets(ranges: [scalar.value...scalar.value]).inEitherCase
                steps.append(ignoresCase && both.ranges.count > 1 ? .brackets(both) : .scalar(scalar.value))
            case .anyScalar: steps.append(.anyScalar)
            case .withinSegment: steps.append(.withinSegment)
            case .brackets(let brackets): steps.append(.brackets(ignoresCase ? brackets.inEitherCase : brackets))
            case .doubleStar(let offset):
                if startsSegment, isLast, endsPattern {
                    steps += [.everything, .insideEverything]
                } else if startsSegment, !isLast, nodes[index + 1].isSlash {
                    steps += [.folders, .insideFolder]
                    index += 1
                } else {
                    throw error(.partOfSegmentDoubleStar, at: offset)
                }
            case .alternatives(let alternatives):
                try append(alternatives, startsSegment: startsSegment, endsPattern: isLast && endsPattern)
            }
            index += 1
        }
    }

    private mutating func append(
        _ alternatives: [[GlobNode]],
        startsSegment: Bool,
        endsPattern: Bool
    ) throws(GlobError) {
        let fork = steps.count
        var starts: [Int] = []
        var ends: [Int] = []
        steps.append(.fork([]))
        for alternative in alternatives {
            starts.append(steps.count - fork)
            try append(alternative, startsSegment: startsSegment, endsPattern: endsPattern)
            ends.append(steps.count)
            steps.append(.jump(0))
        }
        steps[fork] = .fork(starts)
        for end in ends { steps[end] = .jump(steps.count - end) }
    }

    /// Rejects top-level segments that no name can have. `nodes` has at least one element.
    private func checkSegments(_ nodes: [GlobNode]) throws(GlobError) {
        let segments = nodes.split(omittingEmptySubsequences: false, whereSeparator: \.isSlash)
        var start = 0
        for (number, segment) in segments.enumerated() {
            if segment.isEmpty, number == 0 { throw error(.absolute, at: nodes[0].offset) }
            if segment.isEmpty, start == nodes.count { throw error(.trailingSlash, at: nodes[start - 1].offset) }
            if segment.isEmpty { throw error(.emptySegment, at: nodes[start].offset) }
            let isDots = segment.allSatisfy { $0.plainScalar == "." }
            if isDots, segment.count == 1 { throw error(.currentSegment, at: nodes[start].offset) }
            if isDots, segment.count == 2 { throw error(.parentSegment, at: nodes[start].offset) }
            start += segment.count + 1
        }
    }

    private func error(_ kind: GlobError.Kind, at offset: Int) -> GlobError {
        GlobError(pattern: pattern, kind: kind, offset: offset)
    }
}

extension GlobNode {
    fileprivate var isSlash: Bool { plainScalar == "/" }

    fileprivate var plainScalar: Unicode.Scalar? {
        if case .scalar(let scalar, _) = self { scalar } else { nil }
    }

    /// The offset of a plain character or of `**`. It is 0 for other nodes, because no error of the compiler is about
    /// them.
    fileprivate var offset: Int {
        switch self {
        case .scalar(_, let offset), .doubleStar(let offset): offset
        default: 0
        }
    }
}
