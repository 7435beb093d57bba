import Testing

@testable import Markup

/// Tests of `<img>` tags. The expected tags are the output of django-imagekit.
@Suite struct ImageTests {
    private func tag(_ attributes: [String], size: (Int, Int)? = (100, 50)) -> String {
        Markup.image(url: "/media/a.jpg", size: size, attributes: attributes.compactMap { HTMLAttribute($0) })
    }

    @Test func attributesKeepTheirOrder() {
        #expect(tag(["title=T", "alt=A"]) == #"<img title="T" alt="A" width="100" height="50" src="/media/a.jpg" />"#)
    }

    @Test func aGivenSideReplacesTheSize() {
        #expect(tag(["width=7"]) == #"<img width="7" src="/media/a.jpg" />"#)
        #expect(tag(["height=7"]) == #"<img height="7" src="/media/a.jpg" />"#)
        #expect(tag([], size: nil) == #"<img src="/media/a.jpg" />"#)
    }

    @Test func aRepeatedAttributeKeepsItsPosition() {
        #expect(tag(["alt=A", "title=T", "alt=B"], size: nil) == #"<img alt="B" title="T" src="/media/a.jpg" />"#)
    }

    @Test func valuesAreEscaped() {
        #expect(
            tag([#"alt=<a href="x">'&"#], size: nil).hasPrefix(#"<img alt="&lt;a href=&quot;x&quot;&gt;&#x27;&amp;" "#)
        )
    }

    @Test(arguments: ["", "alt", "=x", "a b=x", "x/onerror=y", "a\"b=x", "a>b=x"]) func aTextThatIsNoAttributeIsRefused(
        _ text: String
    ) {
        #expect(HTMLAttribute(text) == nil)
    }

    @Test func anEmptyValueIsAnAttribute() {
        #expect(tag(["alt="], size: nil) == #"<img alt="" src="/media/a.jpg" />"#)
    }
}
