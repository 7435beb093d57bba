extension Generator {
    /// Whether a pattern matches an id of the generator. A member with the size `.ofSource` has a different id for each
    /// length of a source. For such a member, the result is also true if the pattern matches the id for at least one
    /// length that is not a length of the set.
    package func matches(_ pattern: GeneratorPattern) -> Bool {
        if pattern.matches(id) { return true }
        guard let member, member.size == .ofSource, case .lengths(_, let lengths, _) = member.sizing else {
            return false
        }
        // Skip the lengths of the set. If a source has such a length, the ordinary member with this length is made
        // instead.
        return pattern.lengths(excluding: lengths).contains { pattern.matches(member.id(of: .length($0))) }
    }
}

extension GeneratorPattern {
    /// Lengths to try in an id. If the pattern matches an id with a length that is not excluded, the pattern also
    /// matches an id with one of these lengths.
    ///
    /// A length has only digits, so it is matched by the digits of one segment of the pattern, by wildcards, or by
    /// both. A wildcard can match nothing or any number. So it is sufficient to try a few numbers for the first
    /// wildcard of each segment, and nothing for the other wildcards of the segment. With one number more than there
    /// are excluded lengths, at least one length is not excluded.
    fileprivate func lengths(excluding excluded: [Int]) -> [Int] {
        let numbers = 1...(excluded.count + 1)
        let inSegments = text.split(separator: ":").flatMap { segment in
            let start = segment.prefix { $0 != "*" }
            let (head, tail) = (start.filter(\.isDigit), segment.dropFirst(start.count).filter(\.isDigit))
            let further = start.count < segment.count ? numbers.map { head + String($0) + tail } : []
            return ([head + tail] + further).compactMap { Int($0) }
        }
        return (inSegments + numbers).filter { $0 > 0 && !excluded.contains($0) }
    }
}

extension Character {
    fileprivate var isDigit: Bool { isASCII && isNumber }
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
            guard let member = generators[index].member, member.size == .ofSource,
                let length = member.length(inID: id)
            else { continue }
            return (index, length)
        }
        return nil
    }
}
