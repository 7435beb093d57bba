import JSON
import Templates
import Testing

struct TemplateTests {
    static let data: [String: TemplateValue] = [
        "photo": .string("a & b.jpg"), "title": .string("<b>A & B</b>"), "number": .integer(60),
        "photos": .array([
            .object(["source": .string("1.jpg"), "title": .string("<b>A & B</b>")]),
            .object(["source": .string("2.jpg"), "title": .string("")]),
        ]),
        "none": .array([]), "blank": .string(""), "words": .array([.string(""), .string("a")]),
        "null": .none, "flag": .bool(true),
        "pairs": .array([
            .array([.integer(1), .integer(2)]), .array([.integer(1), .integer(3)]),
            .array([.integer(1), .string("a")]),
        ]),
    ]

    /// Returns an image whose markup describes the call, so that tests can compare calls as text.
    static func image(_ call: ImageCall) -> RenderedImage {
        var words = [call.tag.rawValue, call.generator, call.source].compactMap(\.self)
        if call.width != nil || call.height != nil {
            words.append("\(call.width.map(String.init) ?? "")x\(call.height.map(String.init) ?? "")")
        }
        words += call.arguments
        if let srcset = call.srcset { words.append("srcset=\(srcset)") }
        words += call.attributes.map { "\($0.name):\($0.value)" }
        return RenderedImage(
            markup: "[\(words.joined(separator: "|"))]",
            url: "/u/\(call.source ?? "")",
            width: 10,
            height: 5
        )
    }

    private func expanded(_ text: String) throws -> String {
        let template = try Template(name: "t.html", bytes: Array(text.utf8))
        return String(decoding: try template.expandingTags(data: Self.data, image: Self.image), as: UTF8.self)
    }

    private func whole(_ text: String, _ others: [String: String] = [:]) throws -> String {
        let template = try Template(name: "t.html", bytes: Array(text.utf8))
        #expect(template.isWhole)
        let page = WholeTemplate(template) { name throws(TemplateError) in
            try others[name].map { text throws(TemplateError) in try Template(name: name, bytes: Array(text.utf8)) }
        }
        return String(decoding: try page.render(data: Self.data, image: Self.image), as: UTF8.self)
    }

    // MARK: - Tags

    @Test(arguments: [
        ("{% generateimage 'a:b' source='x y.jpg' %}", "[generateimage|a:b|x y.jpg]"),
        (
            "{%generateimage \"a:b\" source=photo quality=60 -- alt='A \\'dog\\'' class=title%}",
            "[generateimage|a:b|a & b.jpg|quality=60|alt:A 'dog'|class:<b>A & B</b>]"
        ),
        ("{% thumbnail '100x50' photo %}", "[thumbnail|a & b.jpg|100x50]"),
        (
            "{% thumbnail ' 100 x' photo anchor='tr' crop=0 upscale=False format=None %}",
            "[thumbnail|a & b.jpg|100x|anchor=tr|crop=0|upscale=false|format=null]"
        ),
        (
            "{% thumbnail 'a:b' 'x50' 'c.jpg' srcset='2 3' -- data-x='1' %}",
            "[thumbnail|a:b|c.jpg|x50|srcset=2 3|data-x:1]"
        ),
        ("{% thumbnail '10x10' photo srcset=None %}", "[thumbnail|a & b.jpg|10x10|srcset=]"),
        ("{% picture 'set' photo sizes='50vw' -- alt='A' %}", "[picture|set|a & b.jpg|sizes:50vw|alt:A]"),
        (
            "{% generateimage 'c' note='60' b='true' t=photos %}",
            #"[generateimage|c|note="60"|b="true"|t=[{"source":"1.jpg","title":"<b>A & B</b>"},{"source":"2.jpg","title":""}]]"#
        ),
        (
            "{% generateimage 'c' source=photos.1.source -- alt=missing title=photos.0.title|lower %}",
            "[generateimage|c|2.jpg|alt:|title:<b>a & b</b>]"
        ),
        ("{% generateimage 'c' source=missing|default:'d.jpg' %}", "[generateimage|c|d.jpg]"),
        ("{% thumbnail\n  '10x'\n photo\n%}", "[thumbnail|a & b.jpg|10x]"),
        (
            "{% thumbnail '10x' photo as th %}{{ th.url }} {{th.width}}x{{ th.height }}{{ th.x }}",
            "/u/a &amp; b.jpg 10x5"
        ),
        (
            "{% load imagekit %}\n{{ title }}{{ title|safe }}{{ 'a' }}",
            "\n&lt;b&gt;A &amp; B&lt;/b&gt;<b>A & B</b>{{ 'a' }}"
        ),
    ])
    func expands(_ text: String, _ expected: String) throws {
        #expect(try expanded("é\0\(text)!") == "é\0\(expected)!")
    }

    @Test(arguments: [
        "{{ other }} {{ .Title }} {{ other|x:y }} {% assign x = 1 %} {%- raw -%} {% load static imagekit %} {% url 'x' %}",
        "{% verbatim %}{% thumbnail '1x' photo %}{% endverbatim %}",
        "{% raw %}{% thumbnail '1x' photo %}{{ title }}{% endraw %}",
        "{# {% thumbnail '1x' photo %} #}", "{% comment %}{% thumbnail '1x' photo %}{% endcomment %}",
        "{% thumbnail '1x' photo", "{ % thumbnail '1x' photo %}", "{% thumbnails '1x' photo %}", "{{ title", "{", "{{",
        "{%",
        "---\ntitle: x\n---\n", "---\r\n- 1\r\n---\r\n", "\u{FEFF}---\na: b\n---", "{{ title\n}}",
    ])
    func keepsAllOtherBytes(_ text: String) throws { #expect(try expanded(text) == text) }

    @Test func keepsBytesThatAreNotUTF8() throws {
        let bytes: [UInt8] =
            [0xFF, 0] + Array("{% thumbnail '1x' photo %}".utf8) + [0xE9] + Array("{% \u{0}".utf8) + [0xFE]
        let result = try Template(name: "t", bytes: bytes).expandingTags(data: Self.data, image: Self.image)
        #expect(
            result == [0xFF, 0] + Array("[thumbnail|a & b.jpg|1x]".utf8) + [0xE9] + Array("{% \u{0}".utf8) + [0xFE]
        )
    }

    @Test(arguments: [
        ("{% generateimage %}", "exactly one"), ("{% generateimage 'a' 'b' source=photo %}", "exactly one"),
        ("{% generateimage generator_id='a' source=photo %}", "exactly one"),
        ("{% generateimage 'a' source=photo -- %}", "after \"--\""),
        ("{% generateimage 'a' source=photo -- 'x' %}", "must be named"),
        ("{% generateimage 'a' source=photo -- alt='x' as y %}", "takes no HTML attributes"),
        ("{% generateimage 'a' source=photo source=photo %}", "more than once"),
        ("{% generateimage source=photo 'a' %}", "follows"),
        ("{% generateimage 'a' source=missing %}", "not set"), ("{% generateimage missing source=photo %}", "not set"),
        ("{% thumbnail '1x' photos.0.name %}", "the variable \"photos.0.name\" of argument 2 is not set"),
        ("{% generateimage 'a' source=number %}", "not the name"), ("{% generateimage 'a source=photo %}", "remainder"),
        ("{% generateimage 'a' source=photo|x %}", "no filter"), ("{% generateimage 'a' source=_x %}", "underscore"),
        ("{% thumbnail '1x' %}", "at least two"), ("{% thumbnail 'a' '1x' photo photo %}", "at most three"),
        ("{% thumbnail '1' photo %}", "not a size"), ("{% thumbnail 'x' photo %}", "neither"),
        ("{% thumbnail 'ax1' photo %}", "not a size"),
        ("{% thumbnail '1x' photo srcset='2' as x %}", "no srcset"), ("{% picture 'a' %}", "exactly two"),
    ])
    func rejects(_ text: String, _ message: String) throws {
        let error = #expect(throws: TemplateError.self) { try expanded("\n \(text)") }
        #expect(error?.description.contains(message) == true)
        #expect(error?.description.hasPrefix("t.html:2: ") == true)
    }

    // MARK: - Values

    /// The expected texts are those of Django.
    @Test(arguments: [
        ("1.5", "1.5"), ("2.0", "2.0"), ("-0.0", "-0.0"), ("0.0001", "0.0001"), ("1e15", "1000000000000000.0"),
        ("9007199254740993.0", "9007199254740992.0"), ("1e16", "10000000000000000"),
        ("-1.2345678901234567e17", "-123456789012345660"), ("1e-5", "0.00001"), ("1.25e-9", "0.00000000125"),
        ("1.5e200", "1.5e+200"), ("1e-300", "1e-300"), ("[1e16, 0.00001, 20.0, true]", "[1e+16, 1e-05, 20.0, True]"),
        (#"["a", "it's", "\"", "'\""]"#, #"['a', "it's", '"', '\'"']"#),
        (#"["\\\n\r\t\u0000\u007f é\u00a0"]"#, #"['\\\n\r\t\x00\x7f é\xa0']"#),
        (#"["\u200b\u2028\ue000\ud83d\udca9\udb80\udc00"]"#, #"['\u200b\u2028\ue000\#u{1F4A9}\U000f0000']"#),
        (#"{"it's": null}"#, #"{"it's": None}"#),
    ])
    func printsValuesLikeDjango(_ json: String, _ expected: String) throws {
        let data = ["x": TemplateValue(try parseJSON(Array(json.utf8)))]
        let template = try Template(name: "t.html", bytes: Array("{{ x }}".utf8))
        let printed = String(decoding: try template.expandingTags(data: data, image: Self.image), as: UTF8.self)
        #expect(printed == expected.replacing("'", with: "&#x27;").replacing("\"", with: "&quot;"))
    }

    /// A filter for texts gets the text of Python's `str`.
    @Test func aFilteredNumberHasAnExponent() throws {
        let text = "{% if 1 %}{{ 1e16 }} {{ 1e16|safe }} {{ 1e16|upper }}{% endif %}"
        #expect(try whole(text) == "10000000000000000 1e+16 1E+16")
    }

    /// The expected texts are those of Django.
    @Test(arguments: [
        ("1.9|add:2", "3"), ("'1.9'|add:2", ""), ("flag|add:1", "2"), ("' 5 '|add:'2'", "7"), ("'a'|add:'b'", "ab"),
        ("'a'|add:1", ""), ("words|add:words|length", "4"), ("null|add:1", ""),
    ])
    func addsLikeDjango(_ expression: String, _ expected: String) throws {
        #expect(try whole("{% if 1 %}{{ \(expression) }}{% endif %}") == expected)
    }

    // MARK: - Front matter

    @Test(arguments: [
        "---\nphoto: f.jpg\ncount: 1\n---\n", "---\r\nphoto: \"f.jpg\"\r\n---\r\n",
        "\u{FEFF}---yaml\nphoto: f.jpg\n---\n",
        "---json\n{\"photo\": \"f.jpg\"}\n---\n", "{\n \"photo\": \"f.jpg\"\n}\n",
    ])
    func frontMatterHasPriority(_ frontMatter: String) throws {
        #expect(
            try expanded("\(frontMatter){% thumbnail '1x' photo %}{{ photo }}")
                == "\(frontMatter)[thumbnail|f.jpg|1x]f.jpg"
        )
        #expect(
            try whole("\(frontMatter){% if photo %}{% thumbnail '1x' photo %}{% endif %}") == "[thumbnail|f.jpg|1x]"
        )
    }

    @Test func aJSONFileIsNoFrontMatter() throws {
        #expect(
            try expanded("{\n \"a\": \"{% thumbnail '1x' photo %}\"\n}\n")
                == "{\n \"a\": \"[thumbnail|a & b.jpg|1x]\"\n}\n"
        )
        #expect(try whole("{\n{% if flag %}1{% endif %}\n}\r\n \n") == "{\n1\n}\r\n \n")
    }

    @Test func valuesOfYAMLHaveTypes() throws {
        let text = "---\na: 1\nb: 1.5\nc: true\nd: '1'\ne: [x, ~]\nf:\n  g: 2024-01-01\n---\n"
        #expect(
            try Template(name: "t", bytes: Array(text.utf8)).values == [
                "a": .integer(1), "b": .number(1.5), "c": .bool(true), "d": .string("1"),
                "e": .array([.string("x"), .none]),
                "f": .object(["g": .string("2024-01-01")]),
            ]
        )
    }

    @Test func invalidFrontMatterIsAnError() {
        #expect(throws: TemplateError.self) { try Template(name: "t", bytes: Array("---\na: [\n---\n".utf8)) }
        #expect(throws: TemplateError.self) { try Template(name: "t", bytes: Array("---json\n{\"a\": }\n---\n".utf8)) }
    }

    /// The ten lines stand for 4 ⋅ 10⁸ values.
    @Test func aliasesCannotFillTheMemory() {
        let lines = (1...9).map {
            "a\($0): &a\($0) [" + Array(repeating: "*a\($0 - 1)", count: 9).joined(separator: ", ") + "]"
        }
        let page = "---\na0: &a0 x\n" + lines.joined(separator: "\n") + "\n---\n"
        let error = #expect(throws: TemplateError.self) { try Template(name: "t", bytes: Array(page.utf8)) }
        #expect(error?.description.contains("100000 values") == true)
    }

    /// A search for the end of each of these blocks would take minutes.
    @Test(arguments: ["comment", "verbatim", "raw"]) func manyBlocksWithoutEndAreReadFast(_ name: String) throws {
        let text = String(repeating: "{% \(name) %}", count: 80_000)
        #expect(try expanded(text + "{% thumbnail '1x' photo %}") == text + "[thumbnail|a & b.jpg|1x]")
    }

    /// A separate search for the end of each of these tags would take minutes.
    @Test(arguments: ["{{", "{#", "{%"]) func manyTagsWithoutEndAreReadFast(_ start: String) throws {
        let text = String(repeating: start, count: 400_000)
        #expect(try expanded("{% thumbnail '1x' photo %}" + text) == "[thumbnail|a & b.jpg|1x]" + text)
    }

    @Test func aNegativeSideIsNoSize() {
        #expect(throws: TemplateError.self) { try expanded("{% thumbnail '-9223372036854775808x' photo srcset='2' %}") }
    }

    // MARK: - Whole templates

    @Test(arguments: [
        (
            "{% for p in photos %}{{ forloop.counter }}{% thumbnail '1x' p.source as th %}<{{ p.title }}|{{ th.url }}>{% endfor %}",
            "1<&lt;b&gt;A &amp; B&lt;/b&gt;|/u/1.jpg>2<|/u/2.jpg>"
        ),
        ("{% if title == \"<b>A & B</b>\" %}{{ title|upper }}{% else %}no{% endif %}", "&lt;B&gt;A &amp; B&lt;/B&gt;"),
        ("{% if missing %}{{ title }}{% endif %}{{ missing }}{{ title|default:'x' }}", "&lt;b&gt;A &amp; B&lt;/b&gt;"),
        (
            "{% load imagekit %}{% comment %}{{ x {% for %}{% endcomment %}{# {% x %} #}{% if 1 %}{% generateimage 'a' source=photo -- alt=title %}{% endif %}",
            "[generateimage|a|a & b.jpg|alt:<b>A & B</b>]"
        ),
        (
            "{% if 1 %}{% verbatim %}{{ title }}{% for %}{% endverbatim %}{% endif %}{{ \"<\" }} {{ a",
            "{{ title }}{% for %}< {{ a"
        ),
        (
            "{% for k in photos %}{{ k.title|safe }}{% endfor %}{{ photos.0.title }}{{ photos|length }}",
            "<b>A & B</b>&lt;b&gt;A &amp; B&lt;/b&gt;2"
        ),
        ("{% for x in missing %}{% empty %}{{ title }}{% endfor %}", "&lt;b&gt;A &amp; B&lt;/b&gt;"),
        (
            "{% if 1 %}{% if 0 %}{% else %}{% thumbnail '1x' photo as th %}{% endif %}{% endif %}{% if th %}1{% endif %}",
            "1"
        ),
        (
            "{% if 1 %}{% for x in words %}{% if 1 %}{% thumbnail '1x' photo as th %}{% endif %}{% if th %}1{% endif %}{% endfor %}{% endif %}{% if th %}2{% endif %}",
            "11"
        ),
        (
            "---\nd: {count: 7, a: [{first: f}]}\n---\n{% if d.count == 7 and d.a.0.first == 'f' and d.a.count == 1 %}1{% endif %}",
            "1"
        ),
        (
            "---\nimagekit: 1\n---\n{% for x in missing %}{% empty %}{{ imagekit }}{% if imagekit %}2{% endif %}{% endfor %}",
            "12"
        ),
        // A variable of the template can be called `block`, like a variable that Stencil itself sets.
        (
            "{% for block in photos %}{{ block.title }}{{ block.super }}{% endfor %}",
            "&lt;b&gt;A &amp; B&lt;/b&gt;"
        ),
        ("{% if 1 %}{{ title|escape|safe }}{% endif %}", "&lt;b&gt;A &amp; B&lt;/b&gt;"),
        // Stencil reads the last item of an empty collection, which would end the process.
        (
            "{% for x in none %}x{% empty %}-{% endfor %}{% if none %}x{% endif %}{% if none and none.last %}x{% endif %}{{ none.last }}{{ none }}",
            "-[]"
        ),
        (
            "{% if blank %}x{% endif %}{% if blank == \"\" %}1{% endif %}{{ blank }}{% if blank and blank.last %}x{% endif %}{% if \"a\" in words %}2{% endif %}",
            "12"
        ),
        (
            "{% for p in photos %}{% if p.title and p.title.last %}{{ p.source }}{% endif %}{% if not p.title %}-{% endif %}{% endfor %}",
            "1.jpg-"
        ),
        // The expected texts of the following templates are those of Django.
        (
            "{% if photos|length > 1 %}1{% endif %}{% if words|first == '' %}2{% endif %}{% for x in words|default:photos %}[{{ x }}]{% endfor %}",
            "12[][a]"
        ),
        (
            "{% if flag == True %}1{% endif %}{% if flag is True %}2{% endif %}{% if 'c' not in words %}3{% endif %}{% if flag and 'a' in words %}4{% endif %}{% if number is not None %}5{% endif %}",
            "12345"
        ),
        (
            "{% if not 'c' in words and null is None %}1{% endif %}{% if number >= 60 and number < 60.5 %}2{% endif %}{% if missing == None %}3{% endif %}{% if number > 'a' or number == '60' %}x{% endif %}",
            "123"
        ),
        (
            "{% if missing or flag and number != 60 %}x{% elif 'dog' in 'a dog' and -1 %}1{% endif %}{% if title|lower in title %}x{% endif %}",
            "1"
        ),
        (
            "{% if null %}x{% endif %}{{ null|default_if_none:'-' }}{{ null }}{{ missing }}{{ null|default:'<b>' }}{{ missing|default:title }}",
            "-None<b>&lt;b&gt;A &amp; B&lt;/b&gt;"
        ),
        (
            "{% if 'x' not in number or null < 1 or null >= 1 or words < photos or 1 is True %}x{% endif %}{% if null == missing and 'source' in photos.0 and 1 == True %}1{% endif %}{% if missing|length == 0 and missing|default_if_none:'x' == 'x' and a.b.c is None %}2{% endif %}{% if missing|upper == '' %}x{% endif %}{{ missing|default_if_none:'x' }}",
            "12"
        ),
        (
            "{% if pairs.0 < pairs.1 and none < words and words >= words %}1{% endif %}{% if pairs.1 > pairs.0 and words <= words %}2{% endif %}{% if pairs.1 < pairs.0 or words < words or pairs.0 < pairs.2 or pairs.0 >= pairs.2 %}x{% endif %}",
            "12"
        ),
        ("{% if 'e\u{301}' == '\u{e9}' %}x{% endif %}{% if photos.0 == photos.0 and 'a' == 'a' %}1{% endif %}", "1"),
        // Stencil has no filter `default_if_none`, unlike `default`.
        ("{% for x in null|default_if_none:words %}[{{ x }}]{% endfor %}", "[][a]"),
        // Django has no parentheses.
        ("{% if (missing or flag) and ( number == 60 ) %}1{% endif %}", "1"),
    ])
    func rendersControlTags(_ text: String, _ expected: String) throws { #expect(try whole(text) == expected) }

    @Test func extendsAndIncludes() throws {
        let others = [
            "base.html":
                "---\nx: 1\n---\n<title>{% block title %}{{ title }}{% endblock %}</title>{% block body %}{% endblock %}",
            "part.html": "({{ title }}{% thumbnail '1x' photo %})",
        ]
        let page =
            "{% extends 'base.html' %} ignored {% block title %}<i>{{ block.super }}{{ title }}</i>{% endblock %}{% block body %}{% include 'part.html' %}{% endblock %}"
        let escaped = "&lt;b&gt;A &amp; B&lt;/b&gt;"
        #expect(
            try whole(page, others) == "<title><i>\(escaped)\(escaped)</i></title>(\(escaped)[thumbnail|a & b.jpg|1x])"
        )
    }

    @Test(arguments: [
        ("{% if 1 %}\n{% thumbnail photo %}{% endif %}", "t.html:2: thumbnail: requires at least two"),
        ("\n{% if 1 %}", "t.html:2: {% if %} has no {% endif %}"),
        ("{% if flag %}\n{% endfor %}", "t.html:2: {% endfor %} is in the {% if %} of line 1: write {% endif %}"),
        ("{% if 1 %}{% endif %}\n{% endif %}", "t.html:2: there is no {% if %} before {% endif %}"),
        ("{% for x in words %}{% else %}{% endfor %}", "t.html:1: {% else %} is in the {% for %} of line 1"),
        ("{% if 1 2 %}{% endif %}", "t.html:1: the condition has an unexpected \"2\""),
        ("{% if flag and %}{% endif %}", "t.html:1: the condition has no value before its end"),
        ("{% if in words %}{% endif %}", "t.html:1: the condition has no value before \"in\""),
        ("{% if (flag %}{% endif %}", "t.html:1: the condition has a \"(\" without"),
        ("\n{{ title }}\n{% for x in words|y %}{% endfor %}", "t.html:3: Unknown filter 'y'"),
        ("{% if 1 %}\n{% for x %}{% endfor %}{% endif %}", "t.html:2: 'for' statements"),
        ("\n{% if 1 %}{% csrf_token %}{% endif %}", "t.html:2: there is no tag \"csrf_token\""),
        ("{% include 'no.html' %}", "no template \"no.html\""), ("{% include 'self.html' %}", "include each other"),
        ("{% extends 'self2.html' %}", "extend another"), ("{% if 1 %}{% imagekit 0 %}{% endif %}", "no tag"),
        ("{% if 1 %}{{ x|y }}{% endif %}", "t.html:1: there is no filter \"y\""),
        ("{% if none.last %}x{% endif %}", "the list before .last is empty"),
        ("{% for x in none.first.names %}x{% endfor %}", "the list before .first is empty"),
        ("{% if blank.last %}x{% endif %}", "the text before .last is empty"),
    ])
    func rejectsWholeTemplates(_ text: String, _ message: String) {
        let others = ["self.html": "{% include 'self.html' %}", "self2.html": "{% extends 'self2.html' %}"]
        let error = #expect(throws: TemplateError.self) { try whole(text, others) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
}
