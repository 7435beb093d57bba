import Testing
import TestSupport

@testable import FileSearch

/// A pattern, names that match, and names that do not match.
struct GlobCase: CustomTestStringConvertible, Sendable {
    let pattern: String
    let takes: [String]
    let leaves: [String]

    init(_ pattern: String, takes: [String], leaves: [String]) {
        self.pattern = pattern
        self.takes = takes
        self.leaves = leaves
    }

    var testDescription: String { pattern }

    static let all: [GlobCase] = [
        GlobCase("a.jpg", takes: ["a.jpg"], leaves: ["a.JPG", "b.jpg", "a.jpgx", "x/a.jpg", "a.jpg/b", "", "aXjpg"]),
        GlobCase("*", takes: ["a", "a.jpg", " "], leaves: [".a", "a/b"]),
        GlobCase(
            "*.jpg",
            takes: ["a.jpg", "a.b.jpg", "größe.jpg"],
            leaves: [".jpg", ".a.jpg", "x/a.jpg", "a.jpg.txt"]
        ),
        GlobCase("?", takes: ["a", "ö", "🐕"], leaves: ["", "ab", ".", "/", "e\u{301}"]),
        GlobCase("a?c", takes: ["abc", "a.c", "aöc"], leaves: ["a/c", "ac"]),
        GlobCase("photos/*.jpg", takes: ["photos/a.jpg"], leaves: ["photos/x/a.jpg", "photos/.a.jpg", "a.jpg"]),
        GlobCase("*/*", takes: ["a/b"], leaves: ["a", "a/b/c", ".a/b", "a/.b"]),
        GlobCase("**", takes: ["a", "a/b", "a/b/c.jpg"], leaves: [".a", "a/.b", ".a/b", "a/.b/c"]),
        GlobCase("**/*.jpg", takes: ["a.jpg", "x/a.jpg", "x/y/a.jpg"], leaves: ["x/.y/a.jpg", "x/.a.jpg", "x/.jpg"]),
        GlobCase("photos/**", takes: ["photos/a", "photos/x/a"], leaves: ["photos", "photosx/a", "photos/.x/a"]),
        GlobCase("a/**/b", takes: ["a/b", "a/x/b", "a/x/y/b"], leaves: ["a/xb", "ab", "a/.x/b", "a/b/c"]),
        GlobCase("**/a/**", takes: ["a/b", "x/a/b", "a/a"], leaves: ["a", "x/a", "b/c"]),
        GlobCase("a/**/**/b", takes: ["a/b", "a/x/b", "a/x/y/z/b"], leaves: ["a/x"]),
        GlobCase("a/**/*/b", takes: ["a/x/b", "a/x/y/b"], leaves: ["a/b"]),
        GlobCase(".*", takes: [".a", ".a.jpg", "."], leaves: ["a", ".a/b"]),
        GlobCase("**/.*", takes: [".a", "x/.a"], leaves: [".x/.a", "x/a"]),
        GlobCase("**/.cache/**", takes: [".cache/a", "x/.cache/a/b"], leaves: [".cache/.a", ".x/.cache/a"]),
        GlobCase("\\.a", takes: [".a"], leaves: ["a"]),
        GlobCase("[.]a", takes: [], leaves: [".a"]),
        GlobCase("[!x]a", takes: ["ba", "öa"], leaves: [".a", "xa", "/a"]),
        GlobCase("{*,}.a", takes: [".a", "b.a"], leaves: [".b.a"]),
        GlobCase("{.a,b}c", takes: [".ac", "bc"], leaves: ["ac"]),
        GlobCase("x/{*,.y}/z", takes: ["x/.y/z", "x/a/z"], leaves: ["x/.a/z"]),
        GlobCase("[a-c]", takes: ["a", "b", "c"], leaves: ["d", "A", "-", "ab"]),
        GlobCase("[a-cx]1", takes: ["a1", "x1"], leaves: ["y1"]),
        GlobCase("[^a-c]", takes: ["d", "ß"], leaves: ["a", "", ".", "/"]),
        GlobCase("[]a]", takes: ["]", "a"], leaves: ["b"]),
        GlobCase("[!]a]", takes: ["b"], leaves: ["]", "a"]),
        GlobCase("[a-]", takes: ["a", "-"], leaves: ["b"]),
        GlobCase("[-a]", takes: ["a", "-"], leaves: ["b"]),
        GlobCase("[\\]\\-z]", takes: ["]", "-", "z"], leaves: ["\\", "a"]),
        GlobCase("[ä-ü]", takes: ["ö"], leaves: ["a", "o"]),
        GlobCase("[*?{,}]", takes: ["*", "?", "{", ",", "}"], leaves: ["a"]),
        GlobCase("a!b^c-d,e]f", takes: ["a!b^c-d,e]f"], leaves: []),
        GlobCase("a]", takes: ["a]"], leaves: ["a"]),
        GlobCase(
            "*.{jpg,jpeg,png}",
            takes: ["a.jpg", "a.jpeg", "a.png"],
            leaves: ["a.jpgpng", "a.", "a.gif", ".png"]
        ),
        GlobCase("a{b,}c", takes: ["abc", "ac"], leaves: ["abbc"]),
        GlobCase("a{}c", takes: ["ac"], leaves: ["a{}c"]),
        GlobCase("{a,b{c,d{e,f}}}", takes: ["a", "bc", "bde", "bdf"], leaves: ["b", "bd", "be"]),
        GlobCase("{a,b/c}/d", takes: ["a/d", "b/c/d"], leaves: ["b/d", "a/c/d"]),
        GlobCase("{a/**/x,b}/c", takes: ["b/c", "a/x/c", "a/y/x/c"], leaves: ["a/c"]),
        GlobCase("{**/a,b}/c", takes: ["a/c", "x/y/a/c", "b/c"], leaves: ["x/b/c"]),
        GlobCase("{a/,b}c", takes: ["a/c", "bc"], leaves: ["ac"]),
        GlobCase("{a/.,..}b", takes: ["a/.b", "..b"], leaves: ["a/b"]),
        GlobCase("a/{b,**}", takes: ["a/b", "a/x/y"], leaves: ["a", "b"]),
        GlobCase("x{/**/,/}y", takes: ["x/y", "x/a/y"], leaves: ["xy", "x/.a/y"]),
        GlobCase("\\*\\?\\[\\{\\\\\\a", takes: ["*?[{\\a"], leaves: ["x?[{\\a"]),
        GlobCase("caf\u{E9}", takes: ["caf\u{E9}"], leaves: ["cafe\u{301}"]),
    ]
}

/// A pattern that is rejected, with its message.
struct BadGlob: CustomTestStringConvertible, Sendable {
    let pattern: String
    let report: String

    init(_ pattern: String, _ report: String) {
        self.pattern = pattern
        self.report = report
    }

    var testDescription: String { pattern.debugDescription }

    static let all: [BadGlob] = [
        BadGlob("", "an empty pattern matches nothing; to match every file, write **"),
        BadGlob("/a", "\"/a\", character 1: a pattern is relative to MEDIA_ROOT; remove the '/' at its beginning"),
        BadGlob("/", "\"/\", character 1: a pattern is relative to MEDIA_ROOT; remove the '/' at its beginning"),
        BadGlob("a/../b", "\"a/../b\", character 3: '..' leads out of MEDIA_ROOT, where no source can be; remove it"),
        BadGlob("./a", "\"./a\", character 1: no name contains a '.' segment; remove this segment"),
        BadGlob("a//b", "\"a//b\", character 3: no name contains '//'; write one '/'"),
        BadGlob("{b,./a}", "\"{b,./a}\", character 4: no name contains a '.' segment; remove this segment"),
        BadGlob("x/{a,.}/b", "\"x/{a,.}/b\", character 6: no name contains a '.' segment; remove this segment"),
        BadGlob(
            "{a,{b,../c}}",
            "\"{a,{b,../c}}\", character 7: '..' leads out of MEDIA_ROOT, where no source can be; remove it"
        ),
        BadGlob(
            "{a,/b}",
            "\"{a,/b}\", character 4: a pattern is relative to MEDIA_ROOT; remove the '/' at its beginning"
        ),
        BadGlob("a/{/b,c}", "\"a/{/b,c}\", character 4: no name contains '//'; write one '/'"),
        BadGlob("{a/,b}/c", "\"{a/,b}/c\", character 3: no name contains '//'; write one '/'"),
        BadGlob(
            "{a/,b}",
            "\"{a/,b}\", character 3: a pattern matches files, not folders; to match everything below this folder, write ** after the '/'"
        ),
        BadGlob(
            "a/",
            "\"a/\", character 2: a pattern matches files, not folders; to match everything below this folder, write ** after the '/'"
        ),
        BadGlob(
            "a[b",
            "\"a[b\", character 2: this '[' is never closed; add a ']', or write \\[ for the character itself"
        ),
        BadGlob(
            "[]",
            "\"[]\", character 1: this '[' is never closed; add a ']', or write \\[ for the character itself"
        ),
        BadGlob(
            "[[:alpha:]]",
            "\"[[:alpha:]]\", character 2: named classes such as [:alpha:] are not supported; list the characters, as in [a-zA-Z]"
        ),
        BadGlob(
            "[a/b]",
            "\"[a/b]\", character 3: brackets cannot match '/'; remove it, or write the alternatives in braces: x{/,a}y"
        ),
        BadGlob("[z-a]", "\"[z-a]\", character 2: the range z-a is reversed; write a-z"),
        BadGlob(
            "é{a,{b}",
            "\"é{a,{b}\", character 2: this '{' is never closed; add a '}', or write \\{ for the character itself"
        ),
        BadGlob("a}", "\"a}\", character 2: nothing opens this '}'; remove it, or write \\} for the character itself"),
        BadGlob(
            "a**/b",
            "\"a**/b\", character 2: ** must be a complete segment; write * within a segment, and **/ for any folders"
        ),
        BadGlob(
            "a/***",
            "\"a/***\", character 3: ** must be a complete segment; write * within a segment, and **/ for any folders"
        ),
        BadGlob(
            "{**,a}/b",
            "\"{**,a}/b\", character 2: ** must be a complete segment; write * within a segment, and **/ for any folders"
        ),
        BadGlob(
            "a\\",
            "\"a\\\\\", character 2: a character must follow this backslash; write \\\\ for a backslash itself"
        ),
    ]
}

extension Glob {
    /// Whether a walk reads a folder, because a name below the folder can match. The name of the root is "".
    fileprivate func couldMatchBelow(_ folder: String) -> Bool {
        var matcher = GlobMatcher([self])
        if folder.isEmpty { return !matcher.root.isDeadEnd }
        return !matcher.enter(Array(folder.utf8), from: matcher.root).isDeadEnd
    }
}

@Suite struct GlobTests {
    @Test(arguments: GlobCase.all) func matches(_ item: GlobCase) throws {
        let glob = try Glob(item.pattern)
        for name in item.takes { #expect(glob.matches(name), "takes \(name)") }
        for name in item.leaves { #expect(!glob.matches(name), "leaves \(name)") }
    }

    /// Every matching name is in folders that a walk would read.
    @Test(arguments: GlobCase.all) func readsTheFoldersOfMatchingNames(_ item: GlobCase) throws {
        let glob = try Glob(item.pattern)
        for name in item.takes {
            for slash in name.indices where name[slash] == "/" {
                #expect(glob.couldMatchBelow(String(name[..<slash])), "reads \(name[..<slash])")
            }
        }
    }

    @Test(arguments: [
        ("photos/**/*.jpg", "photos", true), ("photos/**/*.jpg", "photos/x/y", true),
        ("photos/**/*.jpg", "other", false),
        ("photos/**/*.jpg", "photos/.x", false), ("photos/*.jpg", "photos/x", false), ("*.jpg", "a", false),
        ("*.jpg", "", true), ("**/a.jpg", "x/y/z", true), ("{a,b}/*/c", "b/x", true), ("{a,b}/*/c", "c", false),
        ("a*/b", "abc", true), ("a*/b", "b", false),
    ])
    func knowsWhichFoldersToRead(pattern: String, folder: String, reads: Bool) throws {
        #expect(try Glob(pattern).couldMatchBelow(folder) == reads)
    }

    @Test(arguments: BadGlob.all) func refuses(_ item: BadGlob) {
        let error = #expect(throws: GlobError.self) { try Glob(item.pattern) }
        #expect(error?.message == item.report)
    }

    @Test(arguments: [
        ("*.jpg", "IMG_0001.JPG", true), ("photos/*.{jpg,Png}", "Photos/a.pNG", true), ("[a-c]x", "BX", true),
        ("[A-C]x", "bx", true), ("[!a-c]x", "Bx", false), ("\\a", "A", true), ("[Y-b]", "a", true),
        ("[Y-b]", "c", false),
        ("*.jpg", "a.jp9", false), ("é.jpg", "É.jpg", false), ("[0-9].jpg", "@.jpg", false), ("a-b", "a\r", false),
    ])
    func ignoresTheCaseOfASCIILetters(_ pattern: String, _ name: String, _ matches: Bool) throws {
        #expect(try Glob(pattern, ignoresCase: true).matches(name) == matches)
    }

    @Test(arguments: ["*.jpg", "[a-c].x"]) func letterCaseMattersOtherwise(_ pattern: String) throws {
        #expect(try !Glob(pattern).matches(pattern.hasPrefix("*") ? "a.JPG" : "B.x"))
    }

    @Test(arguments: ["*.bak", "**", "[!a]*", "?x.bak", "drafts/**"]) func exclusionsMatchHiddenNames(_ pattern: String)
        throws
    {
        let name = pattern.hasPrefix("drafts") ? "drafts/.x.bak" : ".x.bak"
        let glob = try Glob(pattern)
        #expect(glob.matches(name, hidden: .matchWildcards))
        #expect(!glob.matches(name))
    }

    @Test func matchesBytesThatAreNotUTF8() throws {
        var matcher = GlobMatcher([try Glob("a?*[!b].jpg")])
        let wildcards = matcher.matches([0x61, 0xFF, 0xC3, 0xE9] + Array(".jpg".utf8), in: matcher.root)
        #expect(wildcards)
        var bracket = GlobMatcher([try Glob("[a-\u{10FFFF}]")])
        let listed = bracket.matches([0xFF], in: bracket.root)
        #expect(!listed)
    }

    @Test func matchesHostilePatternsFast() throws {
        let name = String(repeating: "a", count: 200)
        #expect(try !Glob(String(repeating: "*a", count: 100) + "b").matches(name))
        #expect(try !Glob(String(repeating: "{a,*,?}", count: 100) + "b").matches(name))
        #expect(
            try !Glob(String(repeating: "**/", count: 100) + "b").matches(String(repeating: "a/", count: 100) + "a")
        )
        #expect(try Glob(String(repeating: "{,a}", count: 200)).matches(name))
    }

    @Test func refusesDeepNesting() throws {
        _ = try Glob(String(repeating: "{", count: 16) + String(repeating: "}", count: 16) + "a")
        let error = #expect(throws: GlobError.self) { try Glob(String(repeating: "{", count: 100_000)) }
        #expect(error?.kind == .tooDeep(limit: 16))
    }

    /// A matcher that caches transitions gives the same results as a matcher without a cache.
    @Test(arguments: ["*a", "**/*.a", "{.a,a\u{80}}*", "[!a]*/a", "a/**", "*a?????????"])
    func cachedTransitionsChangeNoResult(
        _ pattern: String
    ) throws {
        var random = SeededGenerator(seed: 1)
        let alphabet: [Unicode.Scalar] = ["a", "b", ".", "/", "\u{80}", "é"]
        let glob = try Glob(pattern)
        var matcher = GlobMatcher([glob])
        for _ in 0..<2000 {
            var name = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1..<20, using: &random) {
                name.append(alphabet.randomElement(using: &random) ?? "a")
            }
            let bytes = Array(String(name).utf8)
            let takes = matcher.matches(bytes, in: matcher.root)
            #expect(takes == glob.matches(String(name)), "\(pattern) \(name)")
            let below = matcher.enter(bytes, from: matcher.root)
            #expect(below.isDeadEnd == !glob.couldMatchBelow(String(name)), "\(pattern) \(name)")
        }
    }

    @Test func survivesAnyPattern() {
        var random = SeededGenerator(seed: 1)
        let alphabet: [Unicode.Scalar] = ["*", "?", "[", "]", "{", "}", ",", "/", "\\", "!", "-", ".", "a", "é"]
        for _ in 0..<20_000 {
            var pattern = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<12, using: &random) {
                pattern.append(alphabet.randomElement(using: &random) ?? "a")
            }
            guard let glob = try? Glob(String(pattern)) else { continue }
            for name in ["a", "a/a", ".a/é", "", "/"] where glob.matches(name) {
                #expect(name.isEmpty || glob.matches(name, hidden: .matchWildcards), "\(glob.pattern) \(name)")
            }
        }
    }
}
