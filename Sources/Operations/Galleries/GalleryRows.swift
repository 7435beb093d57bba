import CacheState
import Files
import Gallery
import ImageHeaders
import ImageSpecs
import Markup
import Planning
import Registry
import WorkerProtocol

/// Describes planned sources for a gallery.
struct GalleryRows: Sendable {
    private let registry: Registry
    private let addresses: GalleryAddresses
    private let failures: [FailureKey: FailureRecord]
    /// The order of the generators in a row. The members of a set are in the same order as in the markup of a page.
    private let ranks: GeneratorMap<Int>

    init(_ registry: Registry, _ addresses: GalleryAddresses, failures: [FailureKey: FailureRecord]) {
        self.registry = registry
        self.addresses = addresses
        self.failures = failures
        var ranks = registry.generators.mapValues { _, _ in -1 }
        var next = 0
        for id in registry.generators.ids where ranks[id] < 0 {
            let members = registry.generators[id].member.map { registry.members(ofSet: $0.set) } ?? [id]
            for member in members {
                ranks[member] = next
                next += 1
            }
        }
        self.ranks = ranks
    }

    /// An image of a row, with properties that are needed only until the row is complete.
    private struct Item {
        var image: GalleryImage
        /// The name of the file; nil if the image has no file, or if it failed.
        var file: String?
        var description: Outcome.MadeImage?
        let member: SetMember?
    }

    /// Returns the row of a source; nil if the source has no image.
    /// - Parameter onlyCounting: whether the row is used only for counting. If so, no header of a file is read.
    func source(_ source: PlannedSource, onlyCounting: Bool = false) -> GallerySource? {
        let images = source.images.sorted { ranks[$0.generator] < ranks[$1.generator] }
        var items = images.map { item($0, of: source) }
        guard let first = items.first else { return nil }
        let name = source.origin.sourceName
        let size = name == nil ? nil : source.record?.stamp.size
        guard !onlyCounting else {
            return GallerySource(title: name ?? first.image.generator, bytes: size, images: items.map(\.image))
        }
        for index in items.indices { describe(&items[index]) }
        markLeftOut(&items)
        var row = GallerySource(title: name ?? first.image.generator, bytes: size, images: items.map(\.image))
        row.size = name.flatMap { SourceHeader.read(registry.settings.path(of: $0)) }.map {
            PixelSize(width: $0.uprightSize.width, height: $0.uprightSize.height)
        }
        row.preview = preview(of: items)
        return row
    }

    private func item(_ image: PlannedImage, of source: PlannedSource) -> Item {
        let status: GalleryImage.Status
        var (bytes, description): (Int?, Outcome.MadeImage?)
        switch image.verdict {
        case .fresh(let size, let made): (status, bytes, description) = (.upToDate, size, made?.image)
        case .failed(let failure): status = failure.galleryStatus
        case .needed(let reason):
            if let record = source.reportedFailure(of: image, registry, in: failures) {
                status = record.failure.galleryStatus
            } else {
                bytes = FileStamp(path: registry.settings.cachePath(of: image.name))?.size
                status =
                    reason.isOfFreshImage ? .upToDate : bytes == nil ? .missing : .outOfDate(reason: reason.rawValue)
            }
        case .renamed: status = .missing
        }
        let member = registry.generators[image.generator].member
        var row = GalleryImage(generator: image.id(in: registry), set: member?.set, status: status)
        row.bytes = bytes
        return Item(image: row, file: bytes == nil ? nil : image.name, description: description, member: member)
    }

    private func describe(_ item: inout Item) {
        guard let file = item.file else { return }
        if item.description == nil { item.description = ImageHeader.read(registry.settings.cachePath(of: file)) }
        item.image.address = addresses.link(to: file)
        item.image.size = item.description.map { PixelSize(width: $0.width, height: $0.height) }
        item.image.format = item.description?.format
    }

    private func markLeftOut(_ items: inout [Item]) {
        for index in items.indices {
            guard let member = items[index].member, !member.isFallback else { continue }
            let fallback = items.first { other in
                other.member.map { $0.isFallback && $0.set == member.set && $0.size == member.size } ?? false
            }
            let isLeftOut = member.isLeftOut(bytes: items[index].image.bytes, fallback: fallback?.image.bytes)
            items[index].image.isLeftOut = isLeftOut
        }
    }

    // MARK: - Preview

    /// The formats that all current browsers show.
    private static let formats: Set<ImageFormat> = [.jpeg, .png, .gif, .webp, .avif]
    /// The preferred minimum length in pixels of the longer side of a preview. The page shows a preview with a width of
    /// at most 160 CSS pixels, so this length is sufficient for a screen with two pixels per CSS pixel.
    private static let side = 320

    /// Returns the smallest image whose longer side has at least `side` pixels, or else the largest image.
    private func preview(of items: [Item]) -> GalleryPreview? {
        let shown = items.filter { $0.description.map { Self.formats.contains($0.format) } ?? false }
        func side(_ item: Item) -> Int { item.description.map { max($0.width, $0.height) } ?? 0 }
        func precedes(_ left: Item, _ right: Item) -> Bool {
            (side(left), left.image.bytes ?? 0) < (side(right), right.image.bytes ?? 0)
        }
        let found = shown.filter { side($0) >= Self.side }.min(by: precedes) ?? shown.max(by: precedes)
        guard let found, let file = found.file, let made = found.description else { return nil }
        let placeholder = ([found] + items).lazy.compactMap { $0.description?.notes.placeholders?.inlineURL }.first
        return GalleryPreview(
            address: addresses.source(of: file, format: made.format, bytes: made.bytes, registry.settings),
            size: PixelSize(width: made.width, height: made.height),
            placeholder: placeholder.map { .inline($0) }
        )
    }
}

extension Outcome.Failure {
    fileprivate var galleryStatus: GalleryImage.Status { .failed(code: code.rawValue, message: message) }
}
