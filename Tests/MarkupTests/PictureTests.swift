import Testing

@testable import Markup

@Suite struct PictureTests {
    private func candidates(_ widths: Int..., ending: String) -> [ImageCandidate] {
        widths.map { ImageCandidate(url: "/m/\($0).\(ending)", descriptor: "\($0)w") }
    }

    private func picture(_ change: (inout Picture) -> Void = { _ in }) -> Picture {
        var picture = Picture(
            sources: [Picture.Source(type: "image/webp", candidates: candidates(4, 8, ending: "webp"))],
            fallback: Picture.Source(type: "image/jpeg", candidates: candidates(4, 8, ending: "jpg")),
            url: "/m/8.jpg"
        )
        (picture.width, picture.height) = (8, 6)
        change(&picture)
        return picture
    }

    private func markup(_ picture: Picture, _ attributes: String...) -> String {
        Markup.picture(picture, attributes: attributes.compactMap { HTMLAttribute($0) })
    }

    @Test func theLastFormatIsTheImage() {
        #expect(
            markup(picture { $0.sizes = "(min-width: 9px) 8px, 50vw" }, "alt=A", "class=c")
                == #"<picture><source type="image/webp" srcset="/m/4.webp 4w, /m/8.webp 8w" sizes="(min-width: 9px) 8px, 50vw" />"#
                + #"<img alt="A" class="c" src="/m/8.jpg" srcset="/m/4.jpg 4w, /m/8.jpg 8w" sizes="(min-width: 9px) 8px, 50vw" "#
                + #"width="8" height="6" loading="lazy" decoding="async" /></picture>"#
        )
    }

    @Test func attributesOfThePageReplaceThoseOfThePicture() {
        let text = markup(picture(), "loading=eager", "sizes=5vw", "width=3")
        #expect(text.components(separatedBy: #"sizes="5vw""#).count == 3)
        #expect(text.contains(#"loading="eager""#) && !text.contains("lazy") && !text.contains("height"))
        #expect(text.contains(#" width="3""#) && !text.contains(#"width="8""#))
    }

    /// A slot takes only children of its custom element, and the `<img>` is not a child of it.
    @Test func aSlotIsAnAttributeOfThePicture() {
        let text = markup(picture(), "slot=first", "alt=A")
        #expect(text.hasPrefix(#"<picture slot="first"><source "#) && text.contains(#"<img alt="A" src="#))
        #expect(text.components(separatedBy: "slot").count == 2)
    }

    @Test func anImageWithAHighPriorityIsNotLazy() {
        #expect(!markup(picture(), "fetchpriority=high").contains("loading"))
        #expect(markup(picture(), "fetchpriority=low").contains(#"loading="lazy""#))
        #expect(markup(picture(), "fetchpriority=high", "loading=lazy").contains(#"loading="lazy""#))
    }

    @Test func withoutSizesTheImageIsAsWideAsTheWindow() {
        #expect(markup(picture()).components(separatedBy: #"sizes="100vw""#).count == 3)
    }

    @Test func sizesHaveNoMeaningForDensities() {
        let text = markup(
            picture {
                $0.sources = []
                $0.sizes = "5vw"
                $0.fallback = Picture.Source(
                    type: nil,
                    candidates: [
                        ImageCandidate(url: "/a.jpg", descriptor: "1x"),
                        ImageCandidate(url: "/b.jpg", descriptor: "2x"),
                    ]
                )
            }
        )
        #expect(!text.contains("sizes") && text.contains(#"srcset="/a.jpg 1x, /b.jpg 2x""#))
    }

    @Test func everythingIsEscaped() {
        let evil = #"<b>A & B</b>"'"#
        let escaped = "&lt;b&gt;A &amp; B&lt;/b&gt;&quot;&#x27;"
        let text = markup(
            picture {
                $0.sources = [Picture.Source(type: evil, candidates: [ImageCandidate(url: evil, descriptor: "4w")])]
                $0.url = evil
                $0.sizes = evil
                $0.placeholder = .blurhash(evil, color: evil)
            },
            "alt=\(evil)"
        )
        #expect(!text.contains(evil) && !text.contains("<b>") && !text.contains("A & B"))
        // The escaped text occurs eight times: in the `type`, `srcset`, and `sizes` of the source, and in five
        // attributes of `<img>`.
        #expect(text.components(separatedBy: escaped).count == 9)
    }

    @Test func placeholdersAreBackgrounds() {
        func style(_ placeholder: Picture.Placeholder, _ attributes: String...) -> String {
            let text = markup(picture { $0.placeholder = placeholder }, attributes.first ?? "alt=")
            return text.components(separatedBy: "async\" ").last.flatMap { $0.components(separatedBy: " />").first }.map
            { String($0) } ?? ""
        }
        #expect(style(.color("#123456")) == ##"style="background-color:#123456""##)
        #expect(style(.blurhash("LH", color: "#123456")) == ##"data-blurhash="LH" style="background-color:#123456""##)
        #expect(style(.inline("data:x")) == #"style="background:url(data:x) center/cover no-repeat""#)
        #expect(
            markup(picture { $0.placeholder = .color("red") }, "style=color:blue")
                .contains(#"style="background-color:red;color:blue""#)
        )
    }
}

extension StringProtocol {
    fileprivate func components(separatedBy separator: String) -> [SubSequence] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
