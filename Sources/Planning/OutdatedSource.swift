import CacheState
import Files
import ImageHeaders
import ImageSpecs
import SourceGroups

/// Finds the images of one source that can show a fault of an earlier version. The header of the source shows whether
/// the fault can affect them.
struct OutdatedSource {
    private let name: String
    private let stamp: FileStamp?
    private let catalog: SourceCatalog
    private let renderer: CurrentRenderer
    // Read lazily: the header is needed only if a version with a known fault made one of the images.
    private lazy var source = catalog.traits(of: name, stamp)

    /// - Parameter stamp: the stamp of the source; nil if the source is unusable.
    init(_ name: String, _ stamp: FileStamp?, _ catalog: SourceCatalog, _ renderer: CurrentRenderer) {
        self.name = name
        self.stamp = stamp
        self.catalog = catalog
        self.renderer = renderer
    }

    mutating func isOutdated(_ record: CacheRecord) -> Bool {
        guard case .made(_, let image) = record.state else { return false }
        let faults = renderer.fixedFaults(of: record)
        guard !faults.isEmpty, let source else { return false }
        return faults.contains { $0.concerns(image?.image.format, of: source.format, source.traits) }
    }
}
