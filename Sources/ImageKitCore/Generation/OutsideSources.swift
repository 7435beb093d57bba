import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where those sources are that links lead to outside `MEDIA_ROOT`: what workers must be able to read besides.
struct OutsideSources {
    /// Files and folders, absolute paths without links, in byte order.
    let readable: [String]

    /// They stand in one argument of a command line, which has 128 KiB at most.
    private static let most = 128

    /// - Parameter sources: those that a run is about, refused ones left out, in byte order.
    init(_ sources: [String], _ catalog: SourceCatalog) {
        var targets: [String] = []
        if catalog.followsOutside {
            for source in sources where !source.isEmpty {
                var status = stat()
                guard lstat(catalog.settings.path(of: source), &status) == 0 else { continue }
                let isLink = FileKind(status) == .symlink
                if let target = catalog.place(of: source, isLink: isLink)?.outside { targets.append(target) }
            }
        }
        readable = Self.joined(targets, atMost: Self.most)
    }

    /// - Returns: few paths that all the others are in.
    static func joined(_ paths: [String], atMost most: Int) -> [String] {
        var paths = inByteOrder(paths)
        while paths.count > most {
            let depth = { (path: String) in path.utf8.count { $0 == UInt8(ascii: "/") } }
            let deepest = paths.map(depth).max() ?? 0
            // The folders of the deepest take their place.
            paths = inByteOrder(paths.map { depth($0) == deepest ? SourceName.split($0).folder : $0 })
        }
        return paths
    }
}
