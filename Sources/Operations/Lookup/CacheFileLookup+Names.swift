import CacheState
import ImageSpecs
import Planning
import Registry

/// The names of images that a run of the registry makes.
extension CacheFileLookup {
    package struct NamedImage: Sendable {
        package let name: String
        /// Whether a set has the same image in other formats.
        package let hasAlternatives: Bool
    }

    /// Returns the image of a generator for one of its sources. For a set, this is the largest image in the last
    /// format.
    /// - Parameter source: empty for a canvas.
    /// - Returns: nil if there is no such generator, or if the source does not belong to it.
    package func image(of id: String, source: String) throws -> NamedImage? {
        // Refuse a pattern, which a selection would accept: the text must be the id of a generator or a set.
        let isSet = registry.sets.contains(id)
        guard isSet || registry.generator(named: id) != nil else { return nil }
        let selection = Selection(patterns: [id], sources: source.isEmpty ? nil : [source])
        return try first(in: selection) { planned, planner in
            guard planned.origin.key == source else { return nil }
            let registry = planner.registry
            let images = planned.images.filter { image in
                let member = registry.generators[image.generator].member
                return isSet ? member?.set == id && member?.isFallback == true : image.id(in: registry) == id
            }
            let largest = images.max { order(of: $0, registry) < order(of: $1, registry) }
            return largest.map {
                NamedImage(name: $0.name, hasAlternatives: alternatives(to: $0, of: planned, registry).count > 1)
            }
        }
    }

    /// Returns the names of the images of a set that differ only in their format, in the order of the set.
    /// - Parameters:
    ///   - stem: the name of the image in the last format, without its extension.
    ///   - searchesAll: whether to examine all sources. The function is called only if the suggested sources gave no
    ///     result.
    /// - Returns: an empty array if no set has such an image.
    package func alternatives(toStem stem: String, searchesAll: () throws -> Bool) throws -> [String] {
        let likely = Selection(sources: sources(suggestedBy: stem + "."))
        if let found = try alternatives(toStem: stem, in: likely) { return found }
        return try searchesAll() ? alternatives(toStem: stem, in: Selection()) ?? [] : []
    }

    private func alternatives(toStem stem: String, in selection: Selection) throws -> [String]? {
        try first(in: selection) { source, planner in
            let image = source.images.first { image in
                planner.registry.generators[image.generator].member?.isFallback == true
                    && SourceName.splitExtension(image.name).stem.utf8.elementsEqual(stem.utf8)
            }
            return image.map { alternatives(to: $0, of: source, planner.registry) }
        }
    }

    private func alternatives(to image: PlannedImage, of source: PlannedSource, _ registry: Registry) -> [String] {
        guard let own = registry.generators[image.generator].member else { return [image.name] }
        let images = source.images.compactMap { other -> (format: Int, name: String)? in
            guard let member = registry.generators[other.generator].member, member.set == own.set,
                member.size == own.size
            else { return nil }
            return (member.formatIndex, other.name)
        }
        return images.sorted { $0.format < $1.format }.map(\.name)
    }

    private func order(of image: PlannedImage, _ registry: Registry) -> Double {
        registry.generators[image.generator].member?.size.order ?? 0
    }

    /// Calls `body` with the name of each image.
    package func forEachName(_ body: (_ name: String, _ isFallbackOfSet: Bool) -> Void) throws {
        _ = try first(in: Selection()) { source, planner -> Never? in
            for image in source.images {
                body(image.name, planner.registry.generators[image.generator].member?.isFallback == true)
            }
            return nil
        }
    }
}
