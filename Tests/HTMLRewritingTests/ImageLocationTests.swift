import HTMLRewriting
import Testing

struct ImageLocationTests {
    @Test(arguments: [
        ("a.jpg", "blog/a.jpg"), ("./a.jpg", "blog/a.jpg"), ("../a.jpg", "a.jpg"), ("../../../a.jpg", "a.jpg"),
        ("/a.jpg", "a.jpg"), ("/media//a.jpg", "media/a.jpg"), (" a.jpg\n", "blog/a.jpg"),
        ("a%20b.jpg", "blog/a b.jpg"),
        ("a.jpg?v=1", "blog/a.jpg"), ("a.jpg#x", "blog/a.jpg"), ("%C3%A9.jpg", "blog/é.jpg"), ("é.jpg", "blog/é.jpg"),
        ("100%.jpg", "blog/100%.jpg"), ("a%3Fb.jpg", "blog/a?b.jpg"), ("..\\a.jpg", "a.jpg"), ("%2e%2E/a.jpg", "a.jpg"),
        ("a:b.jpg", nil), ("./a:b.jpg", "blog/a:b.jpg"), ("1:b.jpg", "blog/1:b.jpg"),
        ("https://example.org/a.jpg", nil), ("//example.org/a.jpg", nil), ("data:image/png;base64,AAAA", nil),
        ("a.jpg/", nil), ("a.jpg/?v=1", nil), ("a.jpg\\", nil), ("a%00.jpg", nil), ("a%2Fb.jpg", nil), ("%E9.jpg", nil),
        ("", nil), ("blob:x", nil), ("JavaScript:x", nil),
    ])
    func resolvesAgainstThePage(_ source: String, _ expected: String?) {
        #expect(ImageLocation(source, page: "blog/index.html", base: nil)?.path == expected)
    }

    @Test(arguments: [
        ("/", "a.jpg"), ("/img/", "img/a.jpg"), ("img/", "blog/img/a.jpg"), ("..", "a.jpg"),
        (".", "blog/a.jpg"), ("img/%2e", "blog/img/a.jpg"), ("%2e%2E", "a.jpg"), ("img/.%2e", "blog/a.jpg"),
        ("..a", "blog/a.jpg"), ("https://example.org/", nil),
    ])
    func resolvesAgainstTheBase(_ base: String, _ expected: String?) {
        #expect(ImageLocation("a.jpg", page: "blog/index.html", base: base)?.path == expected)
    }

    @Test(arguments: [
        ("https://example.org/docs/a.jpg", "a.jpg"), ("http://EXAMPLE.org/docs/a.jpg", "a.jpg"),
        ("//example.org/docs/a.jpg", "a.jpg"),
        ("/docs/a.jpg", "a.jpg"), ("a.jpg", "blog/a.jpg"), ("/a.jpg", nil), ("https://example.com/docs/a.jpg", nil),
    ])
    func acceptsTheURLOfTheSite(_ source: String, _ expected: String?) {
        let location = ImageLocation(
            source,
            page: "blog/index.html",
            base: nil,
            siteURL: "https://example.org/docs/"
        )
        #expect(location?.path == expected)
    }
}
