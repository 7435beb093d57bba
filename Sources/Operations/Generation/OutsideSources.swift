import Files
import ImageSpecs
import SourceGroups

/// The files and folders outside `MEDIA_ROOT` that sources reach through links. Workers must be able to read them too.
struct OutsideSources {
    /// The absolute paths of these files and folders in byte order, with their links resolved.
    let readable: [String]
    /// The folders that `readable` contains instead of the sources in them, because the list of all sources would be
    /// too long.
    let widened: [String]

    /// The maximum number of bytes of all paths. The paths are a part of one command-line argument, and the system
    /// limits an argument to 128 KiB. The maximum is lower, because JSON needs more bytes for some characters.
    private static let maxBytes = 64 << 10

    /// - Parameter sources: the names of the run's sources, without sources that the plan refuses.
    init(_ sources: [String], _ catalog: SourceCatalog) {
        var targets: [String] = []
        if catalog.followsOutside {
            for source in sources {
                let isLink = isLink(catalog.settings.path(of: source))
                if let target = catalog.location(of: source, isLink: isLink)?.escapeTarget { targets.append(target) }
            }
        }
        readable = Self.joined(targets)
        let named = Set(targets.map(ByteName.init))
        widened = readable.filter { !named.contains(ByteName($0)) }
    }

    /// A warning that workers can read more than the sources; nil if this is not the case.
    var warning: String? {
        guard let first = widened.first else { return nil }
        let others = widened.count > 1 ? " and of \(widened.count - 1) other folders" : ""
        return
            "too many sources are outside MEDIA_ROOT to list them for a worker, so it may read all of "
            + "\(first)\(others) instead: link to their folder, not to each source"
    }

    /// Replaces paths by their folders until the list is short enough.
    /// - Parameter most: the maximum number of bytes of all paths.
    /// - Returns: paths that contain all given paths, in byte order.
    static func joined(_ paths: [String], atMost most: Int = maxBytes) -> [String] {
        var paths = inByteOrder(paths)
        while paths.count > 1, paths.reduce(0, { $0 + $1.utf8.count }) > most {
            let depth = { (path: String) in path.utf8.count { $0 == UInt8(ascii: "/") } }
            let deepest = paths.map(depth).max() ?? 0
            paths = inByteOrder(paths.map { depth($0) == deepest ? SourceName.split($0).folder : $0 })
        }
        return paths
    }
}
