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
        try compiler.append(
            nodes,
            NodePosition(startsPattern: true, startsSegment: true, endsSegment: true, endsPattern: true)
        )
        return compiler.steps + [.match]
    }

    private init(pattern: String, ignoresCase: Bool) {
        self.pattern = pattern
        self.ignoresCase = ignoresCase
    }

    /// The position of a sequence of nodes in the pattern. The sequence is the complete pattern, an alternative, or one
    /// node.
    private struct NodePosition {
        var startsPattern: Bool
        var startsSegment: Bool
        var endsSegment: Bool
        var endsPattern: Bool

        /// Returns the position of one node of the sequence.
        func ofNode(_ index: Int, in nodes: [GlobNode]) -> NodePosition {
            let (isFirst, isLast) = (index == 0, index == nodes.count - 1)
            return NodePosition(
                startsPattern: isFirst && startsPattern,
                startsSegment: isFirst ? startsSegment : nodes[index - 1].isSlash,
                endsSegment: isLast ? endsSegment : nodes[index + 1].isSlash,
                endsPattern: isLast && endsPattern
            )
        }
    }

    private mutating func append(_ nodes: [GlobNode], _ position: NodePosition) throws(GlobError) {
        try checkSegments(nodes, position)
        var index = 0
        while index < nodes.count {
            let own = position.ofNode(index, in: nodes)
            switch nodes[index] {
            case .scalar(let scalar, _):
                let both = GlobBrackets(ranges: [scalar.value...scalar.value]).inEitherCase
                steps.append(ignoresCase && both.ranges.count > 1 ? .brackets(both) : .scalar(scalar.value))
            case .anyScalar: steps.append(.anyScalar)
            case .withinSegment: steps.append(.withinSegment)
            case .brackets(let brackets): steps.append(.brackets(ignoresCase ? brackets.inEitherCase : brackets))
            case .doubleStar(let offset):
                if own.startsSegment, own.endsPattern {
                    steps += [.everything, .insideEverything]
                } else if own.startsSegment, index + 1 < nodes.count, nodes[index + 1].isSlash {
                    steps += [.folders, .insideFolder]
                    index += 1
                } else {
                    throw error(.partOfSegmentDoubleStar, at: offset)
                }
            case .alternatives(let alternatives):
                try append(alternatives, own)
            }
            index += 1
        }
    }

    private mutating func append(_ alternatives: [[GlobNode]], _ position: NodePosition) throws(GlobError) {
        let fork = steps.count
        var starts: [Int] = []
        var ends: [Int] = []
        steps.append(.fork([]))
        for alternative in alternatives {
            starts.append(steps.count - fork)
            try append(alternative, position)
            ends.append(steps.count)
            steps.append(.jump(0))
        }
        steps[fork] = .fork(starts)
        for end in ends { steps[end] = .jump(steps.count - end) }
    }

    /// Rejects segments that no name can have.
    private func checkSegments(_ nodes: [GlobNode], _ position: NodePosition) throws(GlobError) {
        // An empty alternative is not checked, because the nodes around its braces form the segment.
        guard !nodes.isEmpty else { return }
        var start = 0
        for segment in nodes.split(omittingEmptySubsequences: false, whereSeparator: \.isSlash) {
            let (isFirst, isLast) = (start == 0, start + segment.count == nodes.count)
            // The rest of an incomplete segment is outside the braces, so such a segment is not checked.
            if !isFirst || position.startsSegment, !isLast || position.endsSegment {
                try check(segment, at: start, of: nodes, position)
            }
            start += segment.count + 1
        }
    }

    private func check(
        _ segment: ArraySlice<GlobNode>,
        at start: Int,
        of nodes: [GlobNode],
        _ position: NodePosition
    ) throws(GlobError) {
        if segment.isEmpty, start == 0, position.startsPattern { throw error(.absolute, at: nodes[0].offset) }
        if segment.isEmpty, start == nodes.count, position.endsPattern {
            throw error(.trailingSlash, at: nodes[start - 1].offset)
        }
        if segment.isEmpty { throw error(.emptySegment, at: nodes[min(start, nodes.count - 1)].offset) }
        let isDots = segment.allSatisfy { $0.plainScalar == "." }
        if isDots, segment.count == 1 { throw error(.currentSegment, at: nodes[start].offset) }
        if isDots, segment.count == 2 { throw error(.parentSegment, at: nodes[start].offset) }
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
