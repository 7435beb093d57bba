/// The numbers of sources and images on a page of a gallery, or in a whole gallery.
package struct GalleryTally: Sendable, Equatable {
    package private(set) var sources = 0
    package private(set) var sourceBytes = 0
    package private(set) var images = 0
    package private(set) var imageBytes = 0
    package private(set) var upToDate = 0
    package private(set) var missing = 0
    package private(set) var outOfDate = 0
    package private(set) var failed = 0

    package init() {}

    package mutating func add(_ source: GallerySource) {
        sources += 1
        sourceBytes += source.bytes ?? 0
        add(source.images)
    }

    mutating func add(_ images: [GalleryImage]) {
        self.images += images.count
        for image in images {
            imageBytes += image.bytes ?? 0
            switch image.status {
            case .upToDate: upToDate += 1
            case .missing: missing += 1
            case .outOfDate: outOfDate += 1
            case .failed: failed += 1
            }
        }
    }

    package static func + (left: GalleryTally, right: GalleryTally) -> GalleryTally {
        var sum = left
        sum.sources += right.sources
        sum.sourceBytes += right.sourceBytes
        sum.images += right.images
        sum.imageBytes += right.imageBytes
        sum.upToDate += right.upToDate
        sum.missing += right.missing
        sum.outOfDate += right.outOfDate
        sum.failed += right.failed
        return sum
    }
}
