import HTMLRewriting
import Testing

struct MarkdownPageTests {
    private func rewritten(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let edits = MarkdownPage(bytes).images.map { image in
            let replacement = image.replacement { attributes in
                "[\(([image.source] + attributes.map { "\($0.name)=\"\($0.value)\"" }).joined(separator: " "))]"
            }
            return Edit(range: image.range, replacement: replacement ?? [])
        }
        return String(decoding: bytes.applying(edits), as: UTF8.self)
    }

    @Test(arguments: [
        ("![A dog](a.jpg)", #"[a.jpg alt="A dog"]"#),
        ("  ![A dog](a.jpg \"B\")  ", #"  [a.jpg alt="A dog" title="B"]  "#),
        ("![](<a b.jpg> 'B')\r", "[a b.jpg alt=\"\" title=\"B\"]\r"),
        ("![a [b] \\] <i> & &amp;](a(1).jpg)", #"[a(1).jpg alt="a [b] ] &lt;i&gt; &amp; &amp;"]"#),
        ("![a](a\\(.jpg (t))", #"[a(.jpg alt="a" title="t"]"#),
        // In CommonMark, an escaped character is never part of a reference.
        (##"![\&amp; &\#35; &amp\;](a.jpg)"##, #"[a.jpg alt="&amp;amp; &amp;#35; &amp;amp;"]"#),
        (#"![\\&amp;](a.jpg "\&lt;")"#, #"[a.jpg alt="\&amp;" title="&amp;lt;"]"#),
        (#"![](a\&amp;&amp;\\.jpg)"#, #"[a&amp;&\.jpg alt=""]"#),
        ("<img src=a.jpg alt=x>", #"[a.jpg alt="x"]"#),
    ])
    func replaces(_ line: String, _ expected: String) {
        #expect(rewritten("# T\n\n\(line)\nx") == "# T\n\n\(expected)\nx")
    }

    @Test(arguments: [
        "text ![a](a.jpg)", "![a](a.jpg) text", "    ![a](a.jpg)", "```\n![a](a.jpg)\n```",
        "~~~~\n```\n![a](a.jpg)\n~~~~",
        "---\n![a](a.jpg)\n---", "<!--\n![a](a.jpg)\n-->", "<pre>\n![a](a.jpg)\n</pre>", "![a][ref]", "![a](a.jpg",
        "![a]()", "`![a](a.jpg)`", "<picture>\n<img src=a.jpg>\n</picture>", "<picture><img src=a.jpg></picture>",
        "<img src=a.jpg data-imagekit=off>", "![a](a.jpg \"x)", "<!-- b --> <!--\n![a](a.jpg)\n-->",
        "`b` <!--\n![a](a.jpg)\n-->", "`` b ` <!-- `` <!--\n![a](a.jpg)\n-->", "b ` < <!--\n![a](a.jpg)\n-->",
        "<pre\nclass=b>\n![a](a.jpg)\n</pre>", "<pre class=b>\n![a](a.jpg)\n</pre>", "```b\n![a](a.jpg)\n```",
        "~~~ `b`\n![a](a.jpg)\n~~~", "\u{FEFF}---\nb: |\n  ![a](a.jpg)\n---",
    ])
    func leavesAlone(_ text: String) { #expect(rewritten(text) == text) }

    @Test func aByteOrderMarkIsKept() { #expect(rewritten("\u{FEFF}![a](a.jpg)") == "\u{FEFF}[a.jpg alt=\"a\"]") }

    /// In CommonMark, a line that contains only an `<img>` starts a block of HTML.
    @Test func anImageStaysInItsParagraph() {
        let images = MarkdownPage(Array("![a](a.jpg)\n*b*\n\n<img src=c.jpg>".utf8)).images
        let markup = images.map { $0.replacement { _ in "<img />" }.map { String(decoding: $0, as: UTF8.self) } }
        #expect(markup == ["<picture><img /></picture>", "<img />"])
    }

    /// These lines only look like the start of a block whose content is not Markdown.
    @Test(arguments: [
        "Use `<!--` to start", "``a ` <!--``", "<!-- b --> text `<!--`", "<preview-card>",
        "<picture-frame></picture-frame>",
        "<style-guide>", "```code```", "<!-- b --><!-- c -->", "a < b",
    ])
    func replacesAfter(_ line: String) {
        #expect(rewritten("\(line)\n\n![a](a.jpg)") == "\(line)\n\n[a.jpg alt=\"a\"]")
    }
}
