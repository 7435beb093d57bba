import ImageSpecs
import Markup

/// Writes the HTML of a gallery around the rows of its sources.
package struct GalleryPages: Sendable {
    /// The maximum number of sources on a page.
    package static let length = 200

    /// One tally for each page.
    private let tallies: [GalleryTally]
    private let files: GalleryFiles
    private let total: GalleryTally
    private let style = String(decoding: PackageResources.gallery_css, as: UTF8.self)
    private let script = String(decoding: PackageResources.gallery_js, as: UTF8.self)

    /// - Parameter tallies: one tally for each page. A gallery without sources has one empty page.
    package init(_ tallies: [GalleryTally], _ files: GalleryFiles) {
        self.tallies = tallies.isEmpty ? [GalleryTally()] : tallies
        self.files = files
        total = tallies.reduce(GalleryTally(), +)
    }

    package var count: Int { tallies.count }

    /// The first bytes of every page. They identify a file that may be replaced or deleted.
    private static let start = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="generator" content="imagekit gallery">

        """

    /// Whether a file with these first bytes is a page of a gallery.
    package static func isPage(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: start.utf8) }

    /// The HTML before the first row of a page.
    package func opening(ofPage number: Int) -> String {
        let title = count > 1 ? "Image gallery, page \(number) of \(count)" : "Image gallery"
        let first = 1 + tallies.prefix(number - 1).reduce(0) { $0 + $1.sources }
        return """
            \(Self.start)<meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>\(title)</title>
            <style>
            \(style)</style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            \(summary)\(failures)\(filter(ofPage: number))\(navigation(ofPage: number, label: "Pages"))</header>
            <main>
            \(tallies[number - 1].sources == 0 ? "<p>There are no sources.</p>\n" : "")<ol class="sources" role="list" start="\(first)">

            """
    }

    /// The HTML after the last row of a page.
    package func closing(ofPage number: Int) -> String {
        let navigation = navigation(ofPage: number, label: "Pages, end of the list")
        return """
            </ol>
            </main>
            <footer>
            \(navigation)<p>Made with imagekit gallery.</p>
            </footer>
            <script>
            \(script)</script>
            </body>
            </html>

            """
    }

    /// The numbers of sources and images in the whole gallery, as HTML.
    private var summary: String {
        let counts = [
            ("Sources", grouped(total.sources), readableBytes(total.sourceBytes)),
            ("Images", grouped(total.images), readableBytes(total.imageBytes)),
            ("Up to date", grouped(total.upToDate), nil), ("Missing", grouped(total.missing), nil),
            ("Out of date", grouped(total.outOfDate), nil), ("Failed", grouped(total.failed), nil),
        ]
        let items = counts.map { name, count, bytes in
            "<div><dt>\(name)</dt><dd>\(count)\(bytes.map { " <small>\($0)</small>" } ?? "")</dd></div>\n"
        }
        return "<dl class=\"summary\">\n\(items.joined())</dl>\n"
    }

    /// Links to the pages with failed images. The links are necessary because the filter applies only to one page.
    private var failures: String {
        let pages = tallies.indices.filter { tallies[$0].failed > 0 }.map { $0 + 1 }
        guard count > 1, !pages.isEmpty else { return "" }
        let links = pages.prefix(Self.maxLinks).map { number in
            "<a href=\"\(Markup.escape(files.address(ofPage: number)))#failed\">\(number)</a>"
        }
        let rest = pages.count > Self.maxLinks ? ", and \(pages.count - Self.maxLinks) more" : ""
        return "<p>Pages with failed images: \(links.joined(separator: ", "))\(rest)</p>\n"
    }

    private static let maxLinks = 20

    /// Returns the filter of the page. It is hidden until the script shows it, because it does not work without the
    /// script.
    private func filter(ofPage number: Int) -> String {
        guard tallies[number - 1].sources > 0 else { return "" }
        return """
            <form class="filter" role="search" hidden>
            <label>Filter by name or generator <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
            <label>Status <select name="status">
            <option value="">all</option>
            <option value="up-to-date">up to date</option>
            <option value="missing">missing</option>
            <option value="out-of-date">out of date</option>
            <option value="failed">failed</option>
            </select></label>
            <p role="status"></p>
            </form>

            """
    }

    private func navigation(ofPage number: Int, label: String) -> String {
        guard count > 1 else { return "" }
        // Link to the first page, the last page, and at most two pages before and after this page.
        let shown = Set([1, count] + (number - 2...number + 2).filter { (1...count).contains($0) }).sorted()
        var items: [String] = []
        if number > 1 { items.append(link(to: number - 1, "Previous", rel: "prev")) }
        for (index, page) in shown.enumerated() {
            if index > 0, shown[index - 1] + 1 < page { items.append("<li aria-hidden=\"true\">…</li>") }
            items.append(
                page == number
                    ? "<li><a aria-current=\"page\" href=\"\(address(page))\">\(page)</a></li>"
                    : link(to: page, "\(page)")
            )
        }
        if number < count { items.append(link(to: number + 1, "Next", rel: "next")) }
        return "<nav aria-label=\"\(label)\">\n<ul role=\"list\">\n\(items.joined(separator: "\n"))\n</ul>\n</nav>\n"
    }

    private func link(to page: Int, _ text: String, rel: String? = nil) -> String {
        "<li><a href=\"\(address(page))\"\(rel.map { " rel=\"\($0)\"" } ?? "")>\(text)</a></li>"
    }

    private func address(_ page: Int) -> String { Markup.escape(files.address(ofPage: page)) }
}
