import Gallery
import Markup
import Testing

@Suite struct GalleryRowTests {
    private func image(
        _ generator: String,
        set: String? = nil,
        _ status: GalleryImage.Status = .upToDate,
        bytes: Int? = nil
    ) -> GalleryImage {
        var image = GalleryImage(generator: generator, set: set, status: status)
        image.bytes = bytes
        return image
    }

    private func source(_ images: GalleryImage..., bytes: Int? = 4_200_000) -> GallerySource {
        GallerySource(title: "photos/a.jpg", bytes: bytes, images: images)
    }

    @Test func everythingIsEscaped() {
        let evil = #"<b>A & B</b>"'"#
        var image = image(evil, set: evil, .outOfDate(reason: evil))
        image.address = evil
        var failed = self.image(evil, .failed(code: evil, message: evil))
        failed.address = evil
        var source = GallerySource(title: evil, bytes: 1, images: [image, failed])
        source.preview = GalleryPreview(
            address: evil,
            size: PixelSize(width: 3, height: 2),
            placeholder: .inline(evil)
        )
        let row = source.row
        #expect(!row.contains("<b>") && !row.contains("A & B") && !row.contains(#"B&lt;/b&gt;""#))
        // The title: heading, caption, and alt. The first image: reason, address, and the name of the image and of the
        // set. The second image: address, name; its failure: name, message, and code. The preview: src, href, and style.
        #expect(row.ranges(of: "&lt;b&gt;A &amp; B&lt;/b&gt;&quot;&#x27;").count == 15)
    }

    @Test func theRowNamesWhatIsSaved() {
        let row = source(image("a", bytes: 42_000), image("b", bytes: 5_200_000)).row
        #expect(row.contains("<td>42 kB</td><td>4.2 MB <small>99%</small></td>"))
        #expect(row.contains("<td>5.2 MB</td><td>1.0 MB more</td>"))
        #expect(row.contains("<p class=\"facts\">4.2 MB</p>"))
        #expect(row.contains("<summary>2 images, 5.2 MB: 2 up to date</summary>"))
    }

    @Test func withoutTheBytesOfTheSourceNothingIsSaved() {
        #expect(source(image("a", bytes: 42_000), bytes: nil).row.contains("<td>42 kB</td><td></td>"))
        #expect(
            source(image("a", .missing)).row.contains("<td></td><td></td><td></td><td class=\"missing\">missing</td>")
        )
    }

    @Test func aSetIsAGroupOfRows() {
        let row = source(image("a"), image("s:4:webp", set: "s"), image("s:8:webp", set: "s"), image("z")).row
        let body = #"<tr><th scope="rowgroup" colspan="5">s</th></tr>"#
        #expect(row.ranges(of: "<tbody>").count == 3 && row.ranges(of: body).count == 1)
        #expect(row.contains(#"<th scope="row">4:webp</th>"#) && row.contains(#"<th scope="row">8:webp</th>"#))
        #expect(row.contains(#"<th scope="row">a</th>"#) && row.contains(#"<th scope="row">z</th>"#))
    }

    @Test func aFailureIsNamedOnceForAllItsImages() {
        let failure = GalleryImage.Status.failed(code: "corrupt-source", message: "it is cut off")
        let row = source(
            image("a", failure),
            image("b", failure),
            image("c", failure),
            image("d", failure),
            image("e", failure),
            image("f", .failed(code: "timeout", message: "too slow"))
        ).row
        #expect(row.contains("<li>a, b, c, and 2 more: it is cut off <code>corrupt-source</code></li>"))
        #expect(row.contains("<li>f: too slow <code>timeout</code></li>"))
        #expect(row.ranges(of: "it is cut off").count == 1)
        #expect(source(image("a", failure), image("b", failure)).row.contains("<li>all images: it is cut off"))
        #expect(source(image("a", failure)).row.contains("<li>a: it is cut off"))
        #expect(row.hasPrefix("<li data-status=\"failed\">"))
    }

    @Test func theFilterKnowsEachStatus() {
        let row = source(image("a"), image("b", .missing), image("c", .outOfDate(reason: "damaged"))).row
        #expect(row.hasPrefix("<li data-status=\"up-to-date missing out-of-date\">"))
        #expect(row.contains(": 1 up to date, 1 missing, 1 out of date</summary>"))
        #expect(row.contains("<td class=\"out-of-date\">out of date: damaged</td>"))
    }

    @Test func aPreviewIsALinkToItsImage() {
        var image = image("a", bytes: 5)
        image.address = "./a.webp"
        var source = source(image)
        source.preview = GalleryPreview(
            address: "./a.webp",
            size: PixelSize(width: 320, height: 200),
            placeholder: .color("#123456")
        )
        #expect(
            source.row.contains(
                #"<a class="preview" href="./a.webp"><img alt="Preview of photos/a.jpg" loading="lazy" decoding="async" "#
                    + ##"width="320" height="200" src="./a.webp" style="background-color:#123456" /></a>"##
            )
        )
    }

    @Test func anInlinePreviewIsNoLink() {
        var source = source(image("a", bytes: 5))
        let size = PixelSize(width: 3, height: 2)
        source.preview = GalleryPreview(address: "data:image/webp;base64,AA==", size: size, placeholder: nil)
        #expect(source.row.contains(#"src="data:image/webp;base64,AA==" /></div>"#) && !source.row.contains("href"))
        source.preview = GalleryPreview(address: nil, size: size, placeholder: .inline("data:x"))
        #expect(source.row.contains(#"style="background:url(data:x) center/cover no-repeat"></div>"#))
    }

    @Test func manyImagesAreFolded() {
        let few = GallerySource(title: "a", bytes: 1, images: (1...3).map { image("g\($0)") })
        let many = GallerySource(title: "a", bytes: 1, images: (1...4).map { image("g\($0)") })
        #expect(few.row.contains("<details open>") && many.row.contains("<details>\n"))
    }
}
