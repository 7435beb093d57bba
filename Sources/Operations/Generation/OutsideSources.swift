import Files
import ImageSpecs
import SourceGroups

/// Where those sources are that links lead to outside `MEDIA_ROOT`: what workers must be able to read besides.
struct OutsideSources {
    /// Files and folders, absolute paths without links, in byte order.
    let readable: [String]
    /// Those of them that stand for all that lies in them, as their own sources are too many to name.
    let widened: [String]

    /// Bytes of their names: they stand in one argument of a command line, which has 128 KiB at most, in JSON, which
    /// needs more for some characters.
    private static let most = 64 << 10

    /// - Parameter sources: those that a run is about, refused ones left out, in byte order.
    init(_ sources: [String], _ catalog: SourceCatalog) {
        var targets: [String] = []
        if catalog.followsOutside {
            for source in sources where !source.isEmpty {
                let isLink = isLink(catalog.settings.path(of: source))
                if let target = catalog.place(of: source, isLink: isLink)?.outside { targets.append(target) }
            }
        }
        readable = Self.joined(targets, atMost: Self.most)
        let named = Set(targets.map(ByteName.init))
        widened = readable.filter { !named.contains(ByteName($0)) }
    }

    /// What a user should hear of it: a worker may read more than it has to.
    var warning: String? {
        guard let first = widened.first else { return nil }
        let others = widened.count > 1 ? " and of \(widened.count - 1) other folders" : ""
        return
            "the sources outside MEDIA_ROOT are too many for their names to be told to a worker, which may read all of "
            + "\(first)\(others) instead: link to the folder that they are in, not to each"
    }

    /// - Parameter most: bytes.
    /// - Returns: few paths that all the others are in.
    static func joined(_ paths: [String], atMost most: Int) -> [String] {
        var paths = inByteOrder(paths)
        while paths.count > 1, paths.reduce(0, { $0 + $1.utf8.count }) > most {
            let depth = { (path: String) in path.utf8.count { $0 == UInt8(ascii: "/") } }
            let deepest = paths.map(depth).max() ?? 0
            // The folders of the deepest take their place.
            paths = inByteOrder(paths.map { depth($0) == deepest ? SourceName.split($0).folder : $0 })
        }
        return paths
    }
}
