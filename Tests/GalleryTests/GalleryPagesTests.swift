import Gallery
import Testing

@Suite struct GalleryPagesTests {
    private func tally(_ sources: Int, failed: Int = 0) -> GalleryTally {
        var tally = GalleryTally()
        for index in 0..<sources {
            var image = GalleryImage(
                generator: "g",
                status: index < failed ? .failed(code: "c", message: "m") : .upToDate
            )
            image.bytes = 10
            tally.add(GallerySource(title: "s", bytes: 1000, images: [image]))
        }
        return tally
    }

    private func pages(_ tallies: GalleryTally...) -> GalleryPages {
        GalleryPages(tallies, GalleryFiles("x/my &.html"))
    }

    @Test func aPageHasTheNumbersOfTheWholeGallery() {
        let opening = pages(tally(200), tally(3, failed: 2)).opening(ofPage: 2)
        #expect(opening.contains("<dt>Sources</dt><dd>203 <small>203 kB</small></dd>"))
        #expect(opening.contains("<dt>Images</dt><dd>203 <small>2.0 kB</small></dd>"))
        #expect(opening.contains("<dt>Up to date</dt><dd>201</dd>") && opening.contains("<dt>Failed</dt><dd>2</dd>"))
        #expect(opening.contains(#"start="201">"#))
        #expect(opening.contains("<title>Image gallery, page 2 of 2</title>"))
        #expect(opening.contains(##"Pages with failed images: <a href="./my%20%26-2.html#failed">2</a></p>"##))
    }

    @Test func aSinglePageHasNoNavigation() {
        let pages = pages(tally(3, failed: 1))
        let page = pages.opening(ofPage: 1) + pages.closing(ofPage: 1)
        #expect(pages.count == 1 && !page.contains("<nav") && !page.contains("Pages with failed"))
        #expect(
            page.contains("<title>Image gallery</title>")
                && page.contains(#"<form class="filter" role="search" hidden>"#)
        )
    }

    @Test func theNavigationNamesTheNeighboursAndTheEnds() {
        let tallies = (1...9).map { _ in tally(1) }
        let text = GalleryPages(tallies, GalleryFiles("g.html")).opening(ofPage: 5)
        let numbers = text.matches(of: /<li><a (aria-current="page" )?href="[^"]*">(\d)<\/a><\/li>/).map { $0.2 }
        #expect(numbers == ["1", "3", "4", "5", "6", "7", "9"])
        #expect(text.contains(#"<a aria-current="page" href="./g-5.html">5</a>"#))
        #expect(text.contains(#"<a href="./g-4.html" rel="prev">Previous</a>"#))
        #expect(text.contains(#"<a href="./g-6.html" rel="next">Next</a>"#))
        #expect(text.ranges(of: "…").count == 2)
    }

    @Test func aGalleryWithoutSourcesIsAPage() {
        let pages = GalleryPages([], GalleryFiles("g.html"))
        #expect(pages.count == 1)
        #expect(
            pages.opening(ofPage: 1).contains("There are no sources.") && !pages.opening(ofPage: 1).contains("<form")
        )
    }

    @Test func aPageIsRecognized() {
        let opening = pages(tally(1)).opening(ofPage: 1)
        #expect(GalleryPages.isPage(opening.utf8.prefix(256)))
        #expect(!GalleryPages.isPage("<!DOCTYPE html>\n<html lang=\"en\">".utf8))
    }

    /// The page must work from `file://` and without a network.
    @Test func aPageLoadsNothingElse() {
        let pages = pages(tally(1), tally(1))
        let page = pages.opening(ofPage: 1) + pages.closing(ofPage: 1)
        #expect(
            !page.contains("http:") && !page.contains("https:") && !page.contains(" src=") && !page.contains("@import")
        )
    }

    @Test(arguments: [
        ("gallery.html", "gallery-2.html"), ("a.b/gallery", "a.b/gallery-2"), ("x/.html", "x/.html-2"),
        ("a.tar.html", "a.tar-2.html"),
    ])
    func pagesHaveNumbers(_ first: String, _ second: String) {
        #expect(GalleryFiles(first).path(ofPage: 1) == first && GalleryFiles(first).path(ofPage: 2) == second)
    }
}
