import Testing

@testable import HTMLRewriting

@Suite struct UnifiedDiffTests {
    /// The expected text is the output of `diff -u` of GNU for the same two files.
    @Test func aDiffEqualsThatOfDiff() {
        let lines = (1...29).map { line in
            switch line {
            case 2: "a <img src=2> b <img src=3> c"
            case 8, 15, 23: "<img src=\(line)>"
            default: "\(line)"
            }
        }
        let old = Array((lines + ["<img src=long>"]).joined(separator: "\n").utf8)
        let edits = HTMLPage(old).images.map { image in
            let replacement = image.source == "long" ? "<x>\n<x>" : "<\(image.source)>"
            return Edit(range: image.range, replacement: Array(replacement.utf8))
        }
        let diff = UnifiedDiff(path: "x.html", old: old, edits: edits)
        #expect(
            String(decoding: diff.bytes, as: UTF8.self) == """
                --- a/x.html
                +++ b/x.html
                @@ -1,18 +1,18 @@
                 1
                -a <img src=2> b <img src=3> c
                +a <2> b <3> c
                 3
                 4
                 5
                 6
                 7
                -<img src=8>
                +<8>
                 9
                 10
                 11
                 12
                 13
                 14
                -<img src=15>
                +<15>
                 16
                 17
                 18
                @@ -20,11 +20,12 @@
                 20
                 21
                 22
                -<img src=23>
                +<23>
                 24
                 25
                 26
                 27
                 28
                 29
                -<img src=long>
                \\ No newline at end of file
                +<x>
                +<x>
                \\ No newline at end of file

                """
        )
    }

    /// `patch` reads a path with spaces only if a tab follows it.
    @Test func aTabEndsAPathWithSpaces() {
        let diff = UnifiedDiff(path: "b c.html", old: Array("x".utf8), edits: [Edit(range: 0..<1, replacement: [])])
        #expect(String(decoding: diff.bytes, as: UTF8.self).hasPrefix("--- a/b c.html\t\n+++ b/b c.html\t\n@@ "))
    }
}
