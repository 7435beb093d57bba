import ImageSpecs

/// The role of a generator in a set: one of the sizes of an image, in one of its formats.
package struct SetMember: Hashable, Sendable {
    /// The id of the set.
    package let set: String
    package let size: MemberSize
    /// All sizes of the set.
    package let sizing: SetSizing
    /// The index of the format in the set. Pages offer the formats in this order.
    package let formatIndex: Int
    /// Whether the format is the last format of the set. Browsers that support no other format of the set show images
    /// in this format.
    package let isFallback: Bool
    /// The format in the id, such as `webp`. It is nil if the set has no list of formats.
    let formatSegment: String?

    /// Returns the id of the member with this size and the same format.
    func id(of size: MemberSize) -> String {
        ([set] + [size.segment, formatSegment].compactMap(\.self)).joined(separator: ":")
    }

    /// Returns the length in the id of a member with the same format, such as 1024 in `blog:photo:1024:webp`; nil for
    /// any other id.
    package func length(inID id: String) -> Int? {
        guard id.hasPrefix(set + ":"), let length = Int(id.dropFirst(set.count + 1).prefix { $0 != ":" }), length > 0,
            self.id(of: .length(length)) == id
        else { return nil }
        return length
    }

    /// Returns whether the set makes this member for a source.
    /// - Parameter source: the size of the source; nil if the size is unknown. In this case, the set makes the members
    ///   of all lengths in the registry, but not the member with the length of the source.
    package func applies(to source: (width: Int, height: Int)?) -> Bool {
        guard case .lengths(let side, let lengths, _) = sizing else { return true }
        guard let own = source.map(side.length) else { return size != .ofSource }
        switch size {
        case .length(let length): return length <= own
        case .ofSource: return own < lengths[lengths.count - 1] && !lengths.contains(own)
        case .unchanged, .density: return true
        }
    }

    /// Returns the id and the spec of the member for the length of a source. The spec equals the spec of an ordinary
    /// generator with this length.
    /// - Parameters:
    ///   - spec: the spec of the generator. It contains the largest length of the set.
    ///   - source: the size of the source.
    package func resolved(_ spec: ImageSpec, source: (width: Int, height: Int)) -> (id: String, spec: ImageSpec)? {
        guard case .lengths(let side, _, _) = sizing else { return nil }
        return resolved(spec, length: side.length(source))
    }

    func resolved(_ spec: ImageSpec, length: Int) -> (id: String, spec: ImageSpec)? {
        guard case .lengths(let side, let lengths, let resizing) = sizing, length > 0 else { return nil }
        func isSized(_ index: Int) -> Bool {
            SetResizing.isResizer(spec.processors[index].name)
                && spec.processors[index].given[side.rawValue] == .integer(lengths[lengths.count - 1])
        }
        // First look where the set has its resize processor, because a later processor of a chain can have the same
        // length. If a call replaced the processors of the set, use the last processor with this length.
        let indices = spec.processors.indices
        let expected = indices.count - 1 - resizing.following
        let isExpected = indices.contains(expected) && isSized(expected)
        guard let index = isExpected ? expected : indices.last(where: isSized) else { return nil }
        let own = spec.processors[index]
        let sides = resizing.sides(side, length).reduce(into: own.given) { $0[$1.key.rawValue] = .integer($1.value) }
        guard let processor = try? Processor(name: own.name, arguments: .named(sides)) else { return nil }
        var resolved = spec
        resolved.processors[index] = processor
        return (id(of: .length(length)), resolved)
    }
}
