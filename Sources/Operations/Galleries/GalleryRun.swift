import CacheState
import Files
import Gallery
import Planning
import Registry
import SourceGroups

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes the pages of a gallery from the sources and the state: `imagekit gallery`. It makes no image and does not
/// change the state.
///
/// The sources are examined twice, so that memory does not grow with the number of sources. The first pass counts the
/// sources and images, because each page shows these numbers for the whole gallery. The second pass writes the rows.
package struct GalleryRun: Sendable {
    package struct Options: Sendable {
        package var selection = Selection()
        /// The path of the first page.
        package var output: String
        /// Whether the gallery is a single file that contains its images.
        package var isInline = false
        /// Whether the addresses of images are the same URLs as in markup, and not paths relative to the gallery.
        package var usesURLs = false

        package init(output: String) { self.output = output }
    }

    private let registry: Registry
    private let options: Options
    private let notify: @Sendable (SourceNotice) -> Void

    package init(registry: Registry, options: Options, notify: @escaping @Sendable (SourceNotice) -> Void) {
        self.registry = registry
        self.options = options
        self.notify = notify
    }

    /// Returns the numbers of sources and images of the gallery, the number of its pages, and whether all sources could
    /// be read.
    /// - Throws: `SelectionError`, `GalleryError`, `FileError`, database errors, and `CancellationError`. If the run is
    ///   cancelled, the first page stays unchanged.
    package func run() throws -> (total: GalleryTally, pages: Int, isComplete: Bool) {
        let files = GalleryFiles(options.output)
        let problems = SourceProblems()
        let notify = problems.passing(to: notify)
        let survey = Survey(registry: registry, notify: notify)
        let planner = try survey.planner(of: options.selection)
        let rows = GalleryRows(registry, try addresses, failures: try FailureList.records(of: registry))
        let tallies = try tallies(planner, rows, notify)
        let pages = GalleryPages(tallies, files)
        if pages.count > 1, isWrittenDirectly(options.output) {
            throw GalleryError.manyPages(options.output, pages.count)
        }
        for number in stride(from: 2, through: pages.count, by: 1) {
            try GalleryError.checkPage(files.path(ofPage: number))
        }
        try write(planner.again(VerificationPolicy(registry.settings)), rows, pages, files)
        deletePages(from: pages.count + 1, files)
        return (tallies.reduce(GalleryTally(), +), pages.count, problems.all.isEmpty)
    }

    private var addresses: GalleryAddresses {
        get throws(FileError) {
            if options.isInline { return .inline }
            return options.usesURLs
                ? .prefix(registry.settings.storageURL)
                : try .relative(to: options.output, registry.settings)
        }
    }

    /// Counts the sources and images of each page. An inline gallery has only one page.
    private func tallies(
        _ planner: Planner,
        _ rows: GalleryRows,
        _ notify: @escaping @Sendable (SourceNotice) -> Void
    ) throws -> [GalleryTally] {
        var tallies: [GalleryTally] = []
        try forEachSource(planner, notify) { source in
            guard let row = rows.source(source, onlyCounting: true) else { return }
            let isFull = tallies.last.map { $0.sources == GalleryPages.length && !options.isInline } ?? true
            if isFull { tallies.append(GalleryTally()) }
            tallies[tallies.count - 1].add(row)
        }
        return tallies
    }

    private func write(_ planner: Planner, _ rows: GalleryRows, _ pages: GalleryPages, _ files: GalleryFiles) throws {
        // Replace the first page last, so that it never contains a link to a page that does not exist.
        let first = try AtomicFileWriter(files.path(ofPage: 1))
        try first.append(pages.opening(ofPage: 1))
        var (writer, number, count) = (first, 1, 0)
        func endPage() throws {
            try writer.append(pages.closing(ofPage: number))
            if number > 1 { try writer.commit() }
        }
        func startPage() throws {
            try endPage()
            (number, count) = (number + 1, 0)
            writer = try AtomicFileWriter(files.path(ofPage: number))
            try writer.append(pages.opening(ofPage: number))
        }
        try forEachSource(planner, { _ in }) { source in
            guard let row = rows.source(source) else { return }
            // The pages contain the number of pages, so start no page that the first pass did not count. If sources
            // were added after the first pass, the last page is longer.
            if count >= GalleryPages.length, number < pages.count { try startPage() }
            try writer.append(row.row)
            count += 1
        }
        while number < pages.count { try startPage() }
        try endPage()
        try first.commit()
    }

    private func forEachSource(
        _ planner: Planner,
        _ notify: @escaping @Sendable (SourceNotice) -> Void,
        _ body: (PlannedSource) throws -> Void
    ) throws {
        try planner.forEachSource(
            stateOf: CacheTree(settings: registry.settings),
            fresh: .described,
            notify: notify
        ) { source in
            try Task.checkCancellation()
            try body(source)
        }
    }

    /// Deletes the pages of an earlier gallery that had more pages.
    private func deletePages(from start: Int, _ files: GalleryFiles) {
        var number = start
        while GalleryError.isPage(files.path(ofPage: number)) {
            unlink(files.path(ofPage: number))
            number += 1
        }
    }
}
