/// Parses a pattern into nodes and rejects errors in the syntax.
struct GlobParser {
    /// The maximum nesting of braces. It limits the recursion of the parser.
    static let maxNesting = 16

    private let pattern: String
    private let scalars: [Unicode.Scalar]
    private var index = 0

    static func parse(_ pattern: String) throws(GlobError) -> [GlobNode] {
        var parser = GlobParser(pattern: pattern, scalars: Array(pattern.unicodeScalars))
        if parser.scalars.isEmpty { throw parser.error(.empty, at: 0) }
        return try parser.sequence(depth: 0)
    }

    private init(pattern: String, scalars: [Unicode.Scalar]) {
        self.pattern = pattern
        self.scalars = scalars
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    /// Parses nodes up to the end or, inside braces, up to the `,` or `}` that ends an alternative.
    private mutating func sequence(depth: Int) throws(GlobError) -> [GlobNode] {
        var nodes: [GlobNode] = []
        while let scalar = next {
            let start = index
            if depth > 0, scalar == "," || scalar == "}" { return nodes }
            index += 1
            switch scalar {
            case "?": nodes.append(.anyScalar)
            case "*":
                while next == "*" { index += 1 }
                switch index - start {
                case 1: nodes.append(.withinSegment)
                case 2: nodes.append(.doubleStar(offset: start))
                default: throw error(.partOfSegmentDoubleStar, at: start)
                }
            case "[": nodes.append(.brackets(try brackets(opening: start)))
            case "{": nodes.append(.alternatives(try alternatives(opening: start, depth: depth + 1)))
            case "}": throw error(.unopenedBrace, at: start)
            case "\\": nodes.append(.scalar(try escaped(backslash: start), offset: start))
            default: nodes.append(.scalar(scalar, offset: start))
            }
        }
        return nodes
    }

    private mutating func alternatives(opening: Int, depth: Int) throws(GlobError) -> [[GlobNode]] {
        if depth > Self.maxNesting { throw error(.tooDeep(limit: Self.maxNesting), at: opening) }
        var alternatives: [[GlobNode]] = []
        while true {
            alternatives.append(try sequence(depth: depth))
            guard let end = next else { throw error(.unclosedBrace, at: opening) }
            index += 1
            if end == "}" { return alternatives }
        }
    }

    /// Parses the part after the opening bracket, up to the closing bracket.
    private mutating func brackets(opening: Int) throws(GlobError) -> GlobBrackets {
        var brackets = GlobBrackets()
        if next == "!" || next == "^" {
            brackets.isNegated = true
            index += 1
        }
        let first = index
        while let scalar = next {
            let start = index
            if scalar == "]", start > first {
                index += 1
                return brackets
            }
            if scalar == "[", start + 1 < scalars.count, scalars[start + 1] == ":" {
                throw error(.namedClass, at: start)
            }
            let from = try bracketed()
            guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
                brackets.ranges.append(from.value...from.value)
                continue
            }
            index += 1
            let to = try bracketed()
            guard from.value <= to.value else { throw error(.reversedRange(from: from, to: to), at: start) }
            brackets.ranges.append(from.value...to.value)
        }
        throw error(.unclosedBracket, at: opening)
    }

    /// Parses one character inside brackets.
    private mutating func bracketed() throws(GlobError) -> Unicode.Scalar {
        let start = index
        index += 1
        let scalar = scalars[start] == "\\" ? try escaped(backslash: start) : scalars[start]
        if scalar == "/" { throw error(.slashInBrackets, at: start) }
        return scalar
    }

    private mutating func escaped(backslash: Int) throws(GlobError) -> Unicode.Scalar {
        guard let scalar = next else { throw error(.trailingBackslash, at: backslash) }
        index += 1
        return scalar
    }

    private func error(_ kind: GlobError.Kind, at offset: Int) -> GlobError {
        GlobError(pattern: pattern, kind: kind, offset: offset)
    }
}
