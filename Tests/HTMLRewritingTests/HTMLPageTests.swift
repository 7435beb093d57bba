import HTMLRewriting
import Testing

struct HTMLPageTests {
    /// Returns the `src` of each image of a page that can be replaced.
    private func sources(_ html: String) -> [String] { HTMLPage(Array(html.utf8)).images.map(\.source) }

    /// Returns the page with `[src|name=value …]` instead of each image.
    private func rewritten(_ bytes: [UInt8]) -> [UInt8] {
        let edits = HTMLPage(bytes).images.map { image in
            let replacement = image.replacement { attributes in
                let written = attributes.map { "\($0.name)=\"\($0.value)\"" }
                return "[\(([image.source] + written).joined(separator: " "))]"
            }
            return Edit(range: image.range, replacement: replacement ?? [])
        }
        return bytes.applying(edits)
    }

    private func rewritten(_ html: String) -> String { String(decoding: rewritten(Array(html.utf8)), as: UTF8.self) }

    // MARK: - Tags

    @Test(arguments: [
        #"<img src="a.jpg">"#, "<img src='a.jpg'>", "<img src=a.jpg>", "<IMG SRC=a.jpg>", "<img\nsrc\n=\n'a.jpg'\n>",
        "<img src=a.jpg />", "<img/src=a.jpg>", "<img alt='>'src=a.jpg>", "<img alt=\"<img src=b.jpg>\" src=a.jpg>",
        "<img src=a.jpg src=b.jpg>", "<img =x src=a.jpg>", "<img a=b=c src=a.jpg>", "<img src=&#97;.jp&#x67;>",
        "<img src=&#0000000097;.jpg>",
        "<img alt=\"x\"src=\"a.jpg\"title='y'>",
    ])
    func finds(_ tag: String) {
        #expect(sources(tag) == ["a.jpg"])
        #expect(HTMLPage(Array("é\n\(tag)!".utf8)).images.first?.range == 3..<3 + tag.utf8.count)
    }

    @Test(arguments: [
        "<img src=a.jpg", "<img src=\"a.jpg>", "<!-- <img src=a.jpg> -->", "<!-- -- > <img src=a.jpg>",
        "<script><img src=a.jpg></script>", "<script>'<!-- <script> </script> <img src=a.jpg>'",
        "<style><img src=a.jpg>",
        "<textarea><img src=a.jpg></textarea>", "<title><img src=a.jpg></title>", "<xmp><img src=a.jpg></xmp>",
        "<iframe><img src=a.jpg></iframe>", "<plaintext></plaintext><img src=a.jpg>",
        "<noembed><img src=a.jpg></noembed>",
        "<svg><![CDATA[<img src=a.jpg>]]></svg>", "<? <img src=a.jpg>", "<!x <img src=a.jpg>", "</ <img src=a.jpg>",
        "<x <img src=a.jpg>", "< img src=a.jpg>", "<imgs src=a.jpg>", "<img\0 src=a.jpg>", "<img alt=src=a.jpg>",
        "<img data-src=a.jpg>", "<img srcset=a.jpg>", "</img src=a.jpg>", "&lt;img src=a.jpg>",
        "<picture><img src=a.jpg></picture>", "<picture><source srcset=b><div><img src=a.jpg></div></picture>",
        "<img data-imagekit=off src=a.jpg>", "<div data-imagekit=off><p><img src=a.jpg></p></div>",
        "<div data-imagekit=off><img src=a.jpg>", "<style></styles><img src=a.jpg>",
    ])
    func ignores(_ html: String) { #expect(sources(html).isEmpty) }

    @Test(arguments: [
        ("<!--><img src=a.jpg>", ["a.jpg"]), ("<!---><img src=a.jpg>", ["a.jpg"]),
        ("<!-- --!><img src=a.jpg>", ["a.jpg"]), ("<!-- a--b ---><img src=a.jpg>", ["a.jpg"]),
        ("<script></SCRIPT ><img src=a.jpg>", ["a.jpg"]),
        ("<script><!--></script><img src=a.jpg>", ["a.jpg"]),
        ("<script><!-- <script></script></script><img src=a.jpg>", ["a.jpg"]),
        ("<script><!-- <script> --></script><img src=a.jpg>", ["a.jpg"]),
        ("<style></style\n><img src=a.jpg>", ["a.jpg"]),
        ("<![CDATA[<img src=a.jpg>]]>", []), ("<![CDATA[>]]><img src=a.jpg>", ["a.jpg"]),
        ("<svg><![CDATA[>]]><style><![CDATA[</style>]]></style></svg><img src=a.jpg>", ["a.jpg"]),
        ("<svg><style><img src=a.jpg><img src=b.jpg>", ["b.jpg"]),
        ("<svg><title><img src=a.jpg></title></svg>", ["a.jpg"]),
        ("<svg><script/><path/></svg><img src=a.jpg>", ["a.jpg"]),
        ("<picture><source></picture><img src=a.jpg>", ["a.jpg"]),
        ("</><img src=a.jpg>", ["a.jpg"]), ("<<img src=a.jpg>", ["a.jpg"]),
        ("<noscript><img src=a.jpg></noscript>", ["a.jpg"]),
        ("<img src=a data-src=b><img src=c DATA-SRCSET='d 2x'><img src=e data-source=f>", ["e"]),
        ("<img src='&eacute;&Eacute.jpg?a&copy=1&reg2'>", ["éÉ.jpg?a&copy=1&reg2"]),
    ])
    func readsLikeABrowser(_ html: String, _ expected: [String]) { #expect(sources(html) == expected) }

    @Test(arguments: [
        "<img src='a.jpg' {% if a %}class='b'{% endif %}>", "<img {{ attributes }} src=a.jpg>",
        "<img src=a.jpg <%= attributes %>>", "<img src=a.jpg <?php echo 'x' ?>>", "<img src=a.jpg alt={{ title }}>",
        "<img src='a.jpg' alt='{{ title|default:'x' }}'>", "<img src='a.jpg' alt='<?= $x['a'] ?>'>",
    ])
    func ignoresTagsOfTemplates(_ html: String) { #expect(sources(html).isEmpty) }

    @Test func aPercentageAtTheEndOfATagIsNoMark() {
        let html = "<img src=a.jpg width=50%><img src=b.jpg height=%>"
        #expect(rewritten(html) == "[a.jpg width=\"50%\"]<img src=b.jpg height=%>")
    }

    @Test func templatesInQuotedValuesAreKept() {
        #expect(
            rewritten("<img src='a.jpg' alt=\"{{ title }}\" class='{% a %}'>")
                == "[a.jpg alt=\"{{ title }}\" class=\"{% a %}\"]"
        )
    }

    // MARK: - Directives

    @Test(arguments: [
        ("<img data-imagekit='blog:photo' src=a.jpg>", ["blog:photo"]),
        (
            "<main data-imagekit=a:b><p><img src=a.jpg></p><img data-imagekit=c src=b.jpg></main><img src=c.jpg>",
            ["a:b", "c", nil]
        ),
        // The end tag of the first `<li>` is left out.
        ("<ul><li data-imagekit=a><img src=a><li><img src=b></ul>", ["a", nil]),
        ("<p data-imagekit=a><img src=a><p><img src=b>", ["a", nil]),
        ("<table><tr data-imagekit=a><td><img src=a><tr><td><img src=b></table><img src=c>", ["a", nil, nil]),
        ("<div data-imagekit=a><p><span></div><img src=a>", [nil]),
        ("<b data-imagekit=a><p></b><img src=a></p>", [nil]),
        ("<div data-imagekit=off><div data-imagekit=a><img src=a></div><img src=b></div>", ["a"]),
        ("<div data-imagekit=a></span></b></p><img src=a></div>", ["a"]),
        ("<div data-imagekit=a><br></br><input><img src=a></div><img src=b>", ["a", nil]),
        ("<div data-imagekit=''><img src=a></div>", [nil]),
        ("<p data-imagekit=a><svg><foreignObject><div></div></foreignObject></svg><img src=a></p>", ["a"]),
        ("<p data-imagekit=a><svg><desc><b></p></b></desc></svg><img src=a></p><img src=b>", ["a", nil]),
        ("<p data-imagekit=a><svg><foreignObject></svg></p><img src=a>", [nil]),
    ])
    func followsDirectives(_ html: String, _ expected: [String?]) {
        #expect(HTMLPage(Array(html.utf8)).images.map(\.generator) == expected)
    }

    // MARK: - Replacing

    @Test func attributesAreKeptAsTheyAreWritten() {
        let html =
            #"<p>é &amp; <IMG Alt="caf&eacute; &quot;A&quot;" SRC=a.jpg srcset="b 2x" title='"x"' data-x=1 hidden>!"#
        #expect(
            rewritten(html)
                == #"<p>é &amp; [a.jpg alt="caf&eacute; &quot;A&quot;" title="&quot;x&quot;" data-x="1" hidden=""]!"#
        )
    }

    /// A name has no character references, so `&quot;` would be another name.
    @Test(arguments: [
        (#"<img src=a alt="x"">"#, #"[a alt="x" "=""]"#), (#"<img src=a a"b=1>"#, #"[a a"b="1"]"#),
        (#"<img src=a a'&amp;<=1>"#, #"[a a'&amp;<="1"]"#),
    ])
    func namesWithQuotesAreKept(_ html: String, _ expected: String) { #expect(rewritten(html) == expected) }

    @Test func aTagWithManyAttributesTakesLinearTime() {
        let attributes = (0..<200_000).map { "a\($0)=\($0 % 10)" }
        let images = HTMLPage(Array("<img src=a \(attributes.joined(separator: " ")) A7=x>".utf8)).images
        _ = images.first?.replacement { found in
            #expect(found.count == 200_000 && found[7].value == "7")
            return nil
        }
    }

    @Test func bytesThatAreNotUTF8AreKept() {
        let latin1: [UInt8] =
            Array("<p>\u{1}".utf8) + [0xE9, 0] + Array("<img src=a.jpg alt=\"".utf8) + [0xE9] + Array("\">".utf8)
        let expected: [UInt8] =
            Array("<p>\u{1}".utf8) + [0xE9, 0] + Array("[a.jpg alt=\"".utf8) + [0xE9] + Array("\"]".utf8)
        #expect(rewritten(latin1) == expected)
    }

    @Test func aPageInUTF16StaysUnchanged() {
        let bytes: [UInt8] = [0xFF, 0xFE] + "<img src=a.jpg>".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        #expect(rewritten(bytes) == bytes)
    }

    @Test func theFirstBaseIsFound() {
        #expect(HTMLPage(Array("<img src=a><base target=x><base href='/b/&amp;/'><base href=c>".utf8)).base == "/b/&/")
    }

    @Test(arguments: [
        ("a.jpg", ""), ("a.jpg?b=1#c?d&amp;#e", "#c?d&#e"), (" #a b\n", "#a%20b"), ("a.jpg#é%C3", "#%C3%A9%C3"),
    ])
    func fragmentsAreFound(_ source: String, _ expected: String) {
        #expect(HTMLPage(Array("<img src='\(source)'>".utf8)).images.first?.fragment == expected)
    }

    @Test func linesAreCounted() {
        #expect(
            HTMLPage(Array("<img src=a>\n\n<p><img src=b><img src=c>\n<img src=d>".utf8)).images.map(\.line) == [
                1, 3, 3, 4,
            ]
        )
    }

    @Test(arguments: [
        "<div>", "<b>", "<i></b>", "<svg><title>", "<img src=a>", "<!--", "<script><!--<script>", "<a =\"", "</p>",
        "<p>", "<svg><picture></x>", "<p><object><picture></p>",
    ])
    func deepAndLongPagesTakeLinearTime(_ unit: String) {
        let bytes = Array(String(repeating: unit, count: 100_000).utf8)
        let page = HTMLPage(bytes)
        #expect(page.images.count == (unit == "<img src=a>" ? 100_000 : 0))
    }
}
