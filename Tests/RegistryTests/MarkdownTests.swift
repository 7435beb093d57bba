import Registry
import Testing

struct MarkdownTests {
    @Test(arguments: [
        ("The folder of `MEDIA_ROOT`.", "The folder of MEDIA_ROOT."),
        ("See [the `glob` patterns](registry.md#globs) and [sets](sets.md).", "See the glob patterns and sets."),
        ("`[a, b]` is a list, [c](d).", "[a, b] is a list, c."),
        ("[unfinished](link and [text]", "[unfinished](link and [text]"),
        ("]( [", "]( ["),
        ("Ändert [Größen](é.md)", "Ändert Größen"),
        ("", ""),
    ])
    func linksBecomeTheirTextAndCodeLosesItsMarks(_ markdown: String, _ plain: String) {
        #expect(markdown.withoutMarkdown == plain)
    }
}
