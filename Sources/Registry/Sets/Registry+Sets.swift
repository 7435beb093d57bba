extension Generator {
    /// Whether a pattern matches an id of the generator. A member with the size `.ofSource` has a different id for each
    /// length of a source. For such a member, the result is true if the pattern matches the id for at least one length
    /// that is not a length of the set.
    package func matches(_ pattern: GeneratorPattern) -> Bool {
        if pattern.matches(id) { return true }
        guard let member, member.size == .ofSource, case .lengths(_, let lengths, _) = member.sizing else {
            return false
        }
        // Skip the lengths of the set. If a source has such a length, the ordinary member with this length is made
        // instead.
        return pattern.numbers.contains { !lengths.contains($0) && pattern.matches(member.id(of: .length($0))) }
    }
}

extension GeneratorPattern {
    /// Numbers to try as the length in an id: the digits of each segment of the pattern, and 1. If the pattern matches
    /// an id with any number, it also matches an id with one of these numbers. Each wildcard can match nothing, so a
    /// segment with digits and wildcards matches its own digits. A segment with only wildcards matches 1.
    fileprivate var numbers: [Int] {
        let segments = text.split(separator: ":").map { $0.filter { $0.isASCII && $0.isNumber } }
        return segments.compactMap { Int($0) } + [1]
    }
}

extension Registry {
    /// The ids of all sets, in the order of their first members.
    package var sets: [String] {
        var ids: [String] = []
        for generator in generators {
            if let set = generator.member?.set, ids.last != set, !ids.contains(set) { ids.append(set) }
        }
        return ids
    }

    /// The number of generators. A set counts as one generator.
    package var generatorCount: Int { generators.count { $0.member == nil } + sets.count }

    /// The members of a set in the order of a page: by format, then from small to large. The array is empty if there is
    /// no such set.
    package func members(ofSet id: String) -> [GeneratorID] {
        generators.indices.filter { generators[$0].member?.set == id }.sorted { left, right in
            guard let left = generators[left].member, let right = generators[right].member else { return false }
            return (left.formatIndex, left.size.order) < (right.formatIndex, right.size.order)
        }
    }

    /// Returns the generator with an id. The id of a member with the length of a source contains this length, as in
    /// `blog:photo:1024:webp`.
    package func generator(named id: String) -> GeneratorID? {
        generators.indices.first { generators[$0].id == id } ?? memberOfSource(named: id)?.id
    }

    /// Finds the member with the size `.ofSource` that has this id, such as `blog:photo:1024:webp`, for a source with
    /// the length in the id. Also returns this length.
    func memberOfSource(named id: String) -> (id: GeneratorID, length: Int)? {
        for index in generators.indices {
            guard let member = generators[index].member, member.size == .ofSource, id.hasPrefix(member.set + ":")
            else { continue }
            let segment = id.dropFirst(member.set.count + 1).prefix { $0 != ":" }
            guard let length = Int(segment), length > 0, member.id(of: .length(length)) == id else { continue }
            return (index, length)
        }
        return nil
    }
}
