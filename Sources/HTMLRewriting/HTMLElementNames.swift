/// Groups of element names in the HTML standard.
enum HTMLElementNames {
    /// Elements that have neither content nor an end tag.
    static let void: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
        "link", "meta", "param", "source", "track", "wbr",
    ]

    /// Elements that contain only text. A tag in such an element is text.
    ///
    /// The set does not contain `noscript`, because the content of `noscript` is markup in a browser without scripts.
    static let text: Set<String> = [
        "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp",
    ]

    static let formatting: Set<String> = [
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    ]

    static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

    /// Elements that limit the effect of an end tag. An end tag closes no element outside the innermost open element of
    /// this set.
    static let scope: Set<String> = [
        "applet", "caption", "html", "marquee", "object", "table", "td", "template", "th",
    ]

    static let buttonScope = scope.union(["button"])

    static let endsParagraph: Set<String> = headings.union([
        "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "li", "listing", "main",
        "menu", "nav", "ol", "p", "plaintext", "pre", "search", "section", "summary", "table", "ul", "xmp",
    ])

    static let special: Set<String> = endsParagraph.union(scope).union([
        "body", "button", "colgroup", "frameset", "head", "iframe", "noembed", "noframes", "noscript", "script",
        "select", "style", "tbody", "textarea", "tfoot", "thead", "title", "tr",
    ])

    /// The elements at which the search for an open `<li>`, `<dd>`, or `<dt>` ends.
    static let listItemScope = special.subtracting(["address", "div", "p", "li", "dd", "dt"])

    /// Elements of SVG and MathML that can contain HTML elements.
    static let integrationPoints: Set<String> = ["desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title"]

    /// HTML elements whose start tags in SVG or MathML end the SVG or MathML.
    static let endsForeignContent: Set<String> = headings.union([
        "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "head", "hr",
        "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strike",
        "strong", "sub", "sup", "table", "tt", "u", "ul", "var",
    ])
}
