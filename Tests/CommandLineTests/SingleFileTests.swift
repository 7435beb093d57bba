import Foundation
import Testing

@Suite struct SingleFileTests {
    /// Expects the output of django-imagekit 6.1.1 for `{% thumbnail '100x50' s srcset='2 3' -- alt=… %}` with the same
    /// source.
    @Test func thumbnailPrintsDjangosTag() throws {
        let site = try PhotoSite()
        let result = try site.run(
            "thumbnail",
            "100x50",
            "photos/dahlia.jpg",
            "--srcset",
            "2 3",
            "--",
            "alt=A \"dahlia\" & 'x' <b>"
        )
        let folder = "/media/CACHE/images/photos/dahlia/"
        let expected =
            "<img alt=\"A &quot;dahlia&quot; &amp; &#x27;x&#x27; &lt;b&gt;\" width=\"100\" height=\"50\" "
            + "src=\"\(folder)716570df810ecfebcdf81420092f9000.jpg\" "
            + "srcset=\"\(folder)716570df810ecfebcdf81420092f9000.jpg 1x , "
            + "\(folder)024a98768ec30d18e54d8502ffb3197b.jpg 2.0x , "
            + "\(folder)8f7518b23608733f29455894ed8f82bd.jpg 3.0x\" />"
        #expect(result.lines == [expected])
        #expect(site.cacheFiles.count == 3)
    }

    @Test func aGivenWidthLeavesTheSizeToThePage() throws {
        let site = try PhotoSite()
        let result = try site.run(
            "thumbnail",
            "100x",
            "photos/dahlia.jpg",
            "--no-crop",
            "--format",
            "webp",
            "--",
            "width=20"
        )
        #expect(
            result.lines
                == [
                    "<img width=\"20\" src=\"/media/CACHE/images/photos/dahlia/bec76b5988ef3bde16334ae9738a6b5a.webp\" />"
                ]
        )
    }

    @Test func severalSourcesAreAnsweredInOrder() throws {
        let site = try PhotoSite()
        let result = try site.run(
            "thumbnail",
            "30x",
            "photos/dahlia.jpg",
            "-",
            "--no-crop",
            "--url",
            input: "photos/missing.jpg\nphotos/aurora.jpg\n"
        )
        #expect(result.status == 1)
        #expect(
            result.lines.map { $0.split(separator: "/").dropLast().last.map(String.init) } == ["dahlia", nil, "aurora"]
        )
        #expect(result.error == "error: photos/missing.jpg: there is no such file in \(site.path)/media\n")
    }

    /// The shell reads the first line of the file.
    @Test func onlyTheRestOfStandardInputIsRead() throws {
        let site = Site()
        site.write("names.txt", "first\nsecond\n")
        let result = try Shell.run("{ read name; \"$IMAGEKIT\" thumbnail 10x10 -; } < names.txt", in: site)
        #expect(result.exitCode == 1 && result.errorLines.count == 1, "\(result)")
        #expect(result.errors.hasPrefix("error: second: "), "\(result)")
    }

    @Test func anUnreadableStandardInputIsReported() throws {
        let result = try Shell.run("\"$IMAGEKIT\" thumbnail 10x10 - < .", in: Site())
        #expect(result.exitCode == 1 && result.output == "")
        #expect(result.errors == "error: cannot read /dev/stdin: Is a directory\n")
    }

    @Test func aFreshFileNeedsNoWorker() throws {
        let site = try PhotoSite()
        let first = try site.run("thumbnail", "30x30", "photos/dahlia.jpg", "--json")
        let second = try site.run("thumbnail", "30x30", "photos/dahlia.jpg", "--json", worker: "/nowhere")
        #expect(first.status == 0 && second.status == 0)
        #expect(second.output == first.output.replacingOccurrences(of: "generated", with: "fresh"))
        let forced = try site.run("thumbnail", "30x30", "photos/dahlia.jpg", "--force", worker: "/nowhere")
        #expect(forced.status == 1 && forced.error.contains("/nowhere"))
    }

    @Test func aTouchedSourceIsRecordedAndAChangedSourceIsMadeAgain() throws {
        let site = try PhotoSite()
        let first = try site.run("thumbnail", "30x30", "photos/dahlia.jpg", "--json")
        let source = site.path + "/media/photos/dahlia.jpg"
        try FileManager.default.removeItem(atPath: source)
        try FileManager.default.copyItem(atPath: site.path + "/media/photos/aurora.jpg", toPath: source)
        let second = try site.run("thumbnail", "30x30", "photos/dahlia.jpg", "--json")
        #expect(second.output.contains("\"status\":\"generated\"") && second.output != first.output)
    }

    @Test func contentIsTheFile() throws {
        let site = try PhotoSite()
        let path = try site.run("thumbnail", "30x30", "photos/dahlia.jpg", "--path", "--format", "PNG").lines[0]
        let content = try site.run("thumbnail", "30x30", "photos/dahlia.jpg", "--content", "--format", "PNG")
        #expect(
            FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } == content.output
        )
        #expect(try site.run("thumbnail", "3x3", "photos/dahlia.jpg", "photos/aurora.jpg", "--content").status == 64)
    }

    @Test func aBatchAndASingleCallMakeTheSameFile() throws {
        let generators = """
            "a:big": { "source": "photos", "processors": [{ "ResizeToFit": [400, 400] }], "format": "JPEG" },
            "a:small": { "source": "photos", "processors": [{ "ResizeToFill": [60, 40] }], "format": "JPEG" }
            """
        let (batch, single) = (try PhotoSite(generators: generators), try PhotoSite(generators: generators))
        #expect(try batch.run("generateimages").status == 0)
        let name = try single.run("generateimage", "a:small", "--source", "photos/dahlia.jpg", "--path").lines[0]
            .dropFirst(single.path.count)
        #expect(single.cacheFiles.count == 1)
        let made = FileManager.default.contents(atPath: single.path + name)
        #expect(made != nil && made == FileManager.default.contents(atPath: batch.path + name))
    }

    @Test func aRegistryMayOverrideTheThumbnail() throws {
        let site = try PhotoSite(
            generators:
                "\"imagekit:thumbnail\": { \"processors\": [{ \"Transpose\": [\"ROTATE_90\"] }], \"format\": \"PNG\" }"
        )
        let result = try site.run("thumbnail", "60x20", "photos/dahlia.jpg", "--json")
        #expect(result.output.contains("\"width\":20,\"height\":60") && result.output.contains("\"format\":\"PNG\""))
    }

    /// The size of the call applies even if the call sets the processors.
    @Test(arguments: [("[]", 60, 20), (#"["Transpose"]"#, 60, 20), (#"[{"Thumbnail": [9, 9]}, "MakeOpaque"]"#, 60, 20)])
    func aThumbnailAlwaysHasItsSize(processors: String, width: Int, height: Int) throws {
        let result = try PhotoSite().run(
            "thumbnail",
            "60x20",
            "photos/dahlia.jpg",
            "--json",
            "--set",
            "processors=\(processors)"
        )
        #expect(result.output.contains("\"width\":\(width),\"height\":\(height)"), "\(result)")
    }

    @Test(arguments: [
        (["thumbnail", "10", "photos/dahlia.jpg"], "\"10\" is not a size: write 100x50, 100x, or x50."),
        (["thumbnail", "10x10", "photos/dahlia.jpg", "--set", "qualty=4"], "did you mean \"quality\"?"),
        (["thumbnail", "10x10", "photos/dahlia.jpg", "--set", "zoom=4"], "its processors take width, height, anchor"),
        (["thumbnail", "10x10", "photos/dahlia.jpg", "--anchor", "q"], "anchor"),
        (["thumbnail", "10x", "photos/dahlia.jpg", "--set", "width=4"], "the size 10x gives the width"),
        (["thumbnail", "10x", "photos/dahlia.jpg", "--set", "Thumbnail.width=4"], "the size 10x gives the width"),
        (["thumbnail", "10x10", "photos/dahlia.jpg", "--set", "height=4"], "the size 10x10 gives the height"),
        (
            ["generateimage", "imagekit:thumbnial", "--source", "photos/dahlia.jpg"],
            "did you mean \"imagekit:thumbnail\"?"
        ),
        (["thumbnail", "10x10", "photos/dahlia.jpg", "--", "alt"], "write an attribute as name=value"),
        (["thumbnail", "10x10", "photos/dahlia.jpg", "--", "a onload=b"], "write an attribute as name=value"),
        (["thumbnail", "10x10", "photos/dahlia.jpg", "--srcset", "two"], "--srcset 'two'"),
    ])
    func wrongUsageIsReportedWithTheRightUsage(arguments: [String], message: String) throws {
        let site = try PhotoSite()
        let result = try site.run(arguments)
        #expect(result.status == 64)
        #expect(result.error.contains(message))
        #expect(site.cacheFiles.isEmpty)
    }

    @Test func theOtherSideCanBeSet() throws {
        let result = try PhotoSite().run("thumbnail", "20x", "photos/dahlia.jpg", "--set", "height=10", "--json")
        #expect(result.output.contains("\"width\":20,\"height\":10"), "\(result)")
    }

    /// Each row contains a strategy, and whether the command makes the file with `--url`, `--html`, `--json`, and
    /// `--content`.
    @Test(arguments: [
        ("\"JustInTime\"", [true, true, true, true]),
        ("\"imagekit.cachefiles.strategies.Optimistic\"", [false, false, false, false]),
        ("{ \"on_existence_required\": \"generate\" }", [true, true, true, false]),
        ("{ \"on_content_required\": \"generate\", \"on_existence_required\": null }", [false, true, true, true]),
        ("{ \"on_source_saved\": \"generate\" }", [false, false, false, false]),
    ])
    func strategiesDecideWhichAnswersMakeAFile(strategy: String, makes: [Bool]) throws {
        for (form, expected) in zip(["--url", "--html", "--json", "--content"], makes) {
            let site = try PhotoSite(settings: "\"IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY\": \(strategy)")
            let result = try site.run("thumbnail", "30x30", "photos/dahlia.jpg", form)
            #expect(site.cacheFiles.count == (expected ? 1 : 0), "\(form)")
            // If the file does not exist, only `--url` succeeds, because the URL depends only on the name.
            #expect(result.status == (expected || form == "--url" ? 0 : 1), "\(form)")
        }
    }

    /// `--set` also accepts extensions such as `max_bytes`, and each of these values changes the name.
    @Test func everyAttributeCanBeSet() throws {
        let site = try PhotoSite(
            generators: #""a": { "processors": [{ "ResizeToFit": [200, 200] }], "format": "JPEG" }"#
        )
        func json(_ arguments: String...) throws -> String {
            let sets = arguments.flatMap { ["--set", $0] }
            return try site.run(["generateimage", "a", "--source", "photos/dahlia.jpg", "--json"] + sets).output
        }
        let plain = try json()
        #expect(!plain.contains("encodes"))
        let fitted = try json("max_bytes=4000")
        #expect(fitted.contains(#""quality":"#) && fitted.contains(#""encodes":"#), "\(fitted)")
        #expect(try json("placeholders=true").contains(#""blurhash":"#))
        #expect(site.cacheFiles.count == 3)
    }
}
