import Foundation
import Testing

/// Tests of `imagekit html`, which replaces the images of a built site.
@Suite struct HTMLTests {
    private static let registry = Registries.registry(
        generators: """
            "app:small": { "processors": [{ "ResizeToFit": { "width": 10 } }], "format": "PNG" },
            "blog:photo": { "widths": [20, 40], "formats": ["PNG", "JPEG"] }
            """
    )

    private func site(_ page: String = "", _ name: String = "index.html") -> Site {
        let site = Site(Self.registry)
        site.writePhotos("a.png", "b c.png")
        if !page.isEmpty { site.write("public/\(name)", page) }
        return site
    }

    /// Returns a site with the photo `a.png` and another `MEDIA_URL`.
    private func site(mediaURL: String) -> Site {
        let root = "\"MEDIA_ROOT\": \"media\""
        let site = Site(Self.registry.replacing(root, with: root + ", \"MEDIA_URL\": \"\(mediaURL)\""))
        site.writePhotos("a.png")
        return site
    }

    /// Returns the page with a short text instead of each `<picture>` and each `<img>`.
    private func folded(_ text: String?) -> String {
        (text ?? "").replacing(/<picture>.*?<\/picture>/, with: "PICTURE").replacing(
            /<img [^>]*CACHE[^>]*>/,
            with: "IMAGE"
        )
    }

    @Test func onlyTagsChange() async throws {
        let html =
            "<!DOCTYPE html>\r\n<p class=x>é &eacute;<IMG src=/media/photos/a.png alt='A &amp; \"B\"' class=\"c\">\u{0}<br/><img src=none.png></p"
        let site = site(html)
        let run = try await site.run("html", "public", "--generator", "blog:photo")
        #expect(run == CommandResult(exitCode: 0, output: "", errors: ""))
        let page = try #require(site.text("public/index.html"))
        #expect(folded(page) == html.replacing(/<IMG[^>]*>/, with: "PICTURE"))
        #expect(page.contains("<picture><source type=\"image/png\" srcset=\"/media/CACHE/images/photos/a/"))
        #expect(page.contains(" alt=\"A &amp; &quot;B&quot;\" class=\"c\""))
        #expect(site.cacheFiles.count == 4)
        let before = site.snapshot
        let again = try await site.run("html", "public", "--generator", "blog:photo")
        #expect(again == CommandResult(exitCode: 0, output: "", errors: ""))
        #expect(site.snapshot == before)
        #expect(try await site.run("html", "public", "--generator", "blog:photo", "--check").exitCode == 0)
    }

    @Test func thePermissionsOfAPageStay() async throws {
        let site = site("<img src=/media/photos/a.png>")
        chmod(site.path("public/index.html"), 0o640)
        #expect(try await site.run("html", "public", "-g", "app:small").exitCode == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: site.path("public/index.html"))[.posixPermissions]
        #expect(mode as? Int == 0o640)
    }

    @Test(arguments: [
        "/media/photos/a.png", "../media/photos/a.png", "/photos/a.png", "photos/a.png?v=1#x", "/media/photos/%61.png",
        "/media/photos/b%20c.png", "&#x2f;media/photos/b c.png", " /media/./x/../photos/a.png ",
    ])
    func sourcesAreFound(_ src: String) async throws {
        let site = site("<img src=\"\(src)\">")
        #expect(try await site.run("html", "public", "-g", "app:small").exitCode == 0)
        #expect(folded(site.text("public/index.html")) == "IMAGE")
    }

    @Test func filesOfTheSiteAreSources() async throws {
        let site = Site(
            Self.registry.replacing(
                "\"MEDIA_ROOT\": \"media\"",
                with: "\"MEDIA_ROOT\": \"public\", \"MEDIA_URL\": \"/\""
            )
        )
        site.write("public/blog/photos/a.png", samplePNG(width: 40, height: 30))
        site.write("public/blog/index.html", "<img src=photos/a.png><img src='https://example.org/blog/photos/a.png'>")
        site.write("public/base.html", "<base href=blog/><img src=photos/a.png>")
        #expect(try await site.run("html", "public", "-g", "app:small").exitCode == 0)
        #expect(folded(site.text("public/blog/index.html")) == "IMAGE<img src='https://example.org/blog/photos/a.png'>")
        #expect(folded(site.text("public/base.html")) == "<base href=blog/>IMAGE")
        let absolute = try await site.run("html", "public", "-g", "app:small", "--site-url", "https://example.org")
        #expect(absolute.exitCode == 0)
        #expect(folded(site.text("public/blog/index.html")) == "IMAGEIMAGE")
    }

    /// The site is in a folder of its host, as a project page of GitHub is. `MEDIA_URL` starts with this folder, or
    /// leads out of it.
    @Test(arguments: [
        ("/repo/media/", "/repo/media/photos/a.png"), ("/repo/media/", "https://example.org/repo/media/photos/a.png"),
        ("/repo/media/", "../media/photos/a.png"), ("/media/", "/media/photos/a.png"),
        ("/media/", "/repo/media/photos/a.png"), ("/my%20media/", "/my%20media/photos/a.png"),
    ])
    func aSiteCanBeInAFolderOfItsHost(mediaURL: String, src: String) async throws {
        let site = site(mediaURL: mediaURL)
        site.write("public/x/index.html", "<img src='\(src)'>")
        let html = ["html", "public", "-g", "app:small", "--site-url", "https://example.org/repo"]
        #expect(try await site.run(html) { _ in }.exitCode == 0)
        #expect(folded(site.text("public/x/index.html")) == "IMAGE")
    }

    @Test(arguments: [
        "<img src=https://cdn.example.org/m/photos/a.png>", "<img src=http://cdn.example.org/m/photos/a.png>",
        "<img src=//CDN.example.org/m/x/../photos/a.png>", "<img src=https://cdn.example.org/m/x/../photos/a.png>",
        "<base href=https://cdn.example.org/m/photos/><img src=a.png>",
    ])
    func mediaURLCanContainAHost(_ html: String) async throws {
        let site = site(mediaURL: "https://cdn.example.org/m")
        site.write("public/index.html", html)
        #expect(try await site.run("html", "public", "-g", "app:small").exitCode == 0)
        let page = try #require(site.text("public/index.html"))
        #expect(folded(page) == html.replacing(/<img.*/, with: "IMAGE"))
        #expect(page.contains(" src=\"https://cdn.example.org/m/CACHE/images/photos/a/"))
    }

    @Test func aRelativeURLOfCacheFilesLeadsFromTheRootOfTheSite() async throws {
        let site = site(mediaURL: "media/")
        site.write("public/index.html", "<img src=media/photos/a.png>")
        site.write("public/x/y/a.html", "<img src=../../media/photos/a.png>")
        site.write("public/x/b.html", "<base href=/><img src=media/photos/a.png>")
        for generator in ["app:small", "blog:photo"] {
            #expect(try await site.run("html", "public", "-g", generator).exitCode == 0)
        }
        for (name, url) in [("index", "media/"), ("x/y/a", "../../media/"), ("x/b", "media/")] {
            let page = try #require(site.text("public/\(name).html"))
            #expect(page.contains(" src=\"\(url)CACHE/images/photos/a/"), "\(page)")
            #expect(!page.contains("<picture>"))
        }
    }

    @Test(arguments: [
        "<picture><img src=/media/photos/a.png></picture>", "<img src=/media/photos/a.png data-imagekit=off>",
        "<div data-imagekit=off><p><img src=/media/photos/a.png></div>",
        "<img src=https://example.org/media/photos/a.png>",
        "<img src=//media/photos/a.png>", "<img src=data:image/png;base64,AAAA>", "<img src=/media/photos/x.png>",
        "<img src=/media/photos>", "<img src=/media/../specs.json>", "<img src=../specs.json>",
        "<img src=/media/%2e%2e/specs.json>",
        "<!-- <img src=/media/photos/a.png> -->", "<script>'<img src=/media/photos/a.png>'</script>",
        "<img src=/media/photos/a.png", "<img srcset='/media/photos/a.png 2x'>",
        "<base href=//x/><img src=media/photos/a.png>",
        "<img src=/media/CACHE/images/photos/a.png>",
    ])
    func otherImagesStay(_ html: String) async throws {
        let site = site(html)
        site.write("media/CACHE/images/photos/a.png", samplePNG(width: 10, height: 10))
        let before = site.snapshot
        #expect(
            try await site.run("html", "public", "-g", "app:small")
                == CommandResult(exitCode: 0, output: "", errors: "")
        )
        #expect(site.text("public/index.html") == html)
        #expect(site.snapshot == before)
    }

    @Test func directivesSelectTheGenerator() async throws {
        let img = "<img src=/media/photos/a.png>"
        let site = site(
            "<main data-imagekit=blog:photo>\(img)<img data-imagekit='app:small' src=/media/photos/a.png></main>\(img)"
        )
        #expect(try await site.run("html", "public").exitCode == 0)
        #expect(folded(site.text("public/index.html")) == "<main data-imagekit=blog:photo>PICTUREIMAGE</main>\(img)")
    }

    @Test func anExistingSrcsetIsReplaced() async throws {
        let site = site(
            "<img src=/media/photos/a.png srcset='/media/photos/a.png 2x' sizes='30vw' width=20 loading=eager>"
        )
        #expect(try await site.run("html", "public", "-g", "blog:photo").exitCode == 0)
        let page = try #require(site.text("public/index.html"))
        #expect(!page.contains("2x") && page.matches(of: /sizes="30vw"/).count == 2)
        #expect(page.contains("width=\"20\"") && !page.contains("height=") && page.contains("loading=\"eager\""))
    }

    /// Style sheets select images by the fragment, as in `img[src$="#only-dark"]`.
    @Test(arguments: ["app:small", "blog:photo"]) func theFragmentIsKept(generator: String) async throws {
        let site = site("<img src='/media/photos/a.png?v=1#only-dark'>")
        #expect(try await site.run("html", "public", "-g", generator).exitCode == 0)
        let page = try #require(site.text("public/index.html"))
        #expect(page.matches(of: /src="[^ "]*CACHE[^ "]*#only-dark"/).count == 1, "\(page)")
        #expect(page.matches(of: /only-dark/).count == 1, "\(page)")
    }

    @Test func checkAndDryRunWriteNothing() async throws {
        let site = site("a\n<img src=/media/photos/a.png>\nb\n", "x/index.html")
        let before = site.snapshot
        let check = try await site.run("html", "public", "-g", "app:small", "--check")
        #expect(check == CommandResult(exitCode: 1, output: "x/index.html\n", errors: ""))
        let diff = try await site.run("html", "public", "-g", "app:small", "--dry-run")
        #expect(diff.exitCode == 0)
        let lines = diff.outputLines
        #expect(
            lines.filter { !$0.hasPrefix("+<img src=\"/media/CACHE/images/photos/a/") } == [
                "--- a/x/index.html", "+++ b/x/index.html", "@@ -1,3 +1,3 @@", " a", "-<img src=/media/photos/a.png>",
                " b",
            ]
        )
        #expect(lines.count == 7 && lines[5].hasPrefix("+"))
        #expect(site.snapshot == before)
    }

    @Test func checkListsOnlyPagesThatARunChanges() async throws {
        let site = site("<img src=/media/photos/a.png>", "a.html")
        site.write("public/b.html", "<img src=/media/photos/a.png data-imagekit=app:smal>")
        site.write("public/c.html", "<img src=photos/a.png/>")
        let check = try await site.run("html", "public", "-g", "app:small", "--check")
        #expect(check.exitCode == 1 && check.output == "a.html\n", "\(check)")
        #expect(check.errors.contains("b.html:1: there is no generator \"app:smal\""), "\(check)")
    }

    @Test func markdownIsOptional() async throws {
        let markdown =
            "---\nx: 1\n---\n# T\n\n![A *dog*](/media/photos/a.png \"T\")\n\n    ![x](/media/photos/a.png)\n\nx ![y](/media/photos/a.png)\n"
        let site = site(markdown, "x.md")
        #expect(try await site.run("html", "public", "-g", "app:small").exitCode == 0)
        #expect(site.text("public/x.md") == markdown)
        #expect(try await site.run("html", "public", "-g", "app:small", "--markdown").exitCode == 0)
        let page = try #require(site.text("public/x.md"))
        #expect(folded(page) == markdown.replacing("![A *dog*](/media/photos/a.png \"T\")", with: "PICTURE"))
        #expect(page.contains("alt=\"A *dog*\" title=\"T\""))
        #expect(try await site.run("html", "public", "-g", "app:small", "--markdown", "--check").exitCode == 0)
    }

    @Test func aFailedImageStaysAndIsReportedOnce() async throws {
        let html = "\n<img src=/media/photos/broken.png><img src=/media/photos/a.png>"
        let site = site(html)
        site.write("public/two.html", html)
        site.write("media/photos/broken.png", "no picture")
        let result = try await site.run("html", "public", "-g", "app:small")
        #expect(result.exitCode == 1)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.hasPrefix("error: index.html:2: photos/broken.png: "))
        for name in ["index", "two"] {
            #expect(folded(site.text("public/\(name).html")) == "\n<img src=/media/photos/broken.png>IMAGE")
        }
    }

    @Test(.enabled(if: Shell.canMount && Terminal.isInstalled, "only root can mount file systems"))
    func onlyWrittenPagesAreCounted() throws {
        let site = site("<img src=/media/photos/a.png>")
        site.write("public/x/index.html", "<img src=/media/photos/a.png>")
        let mount = "mount --bind public/x public/x && mount -o remount,bind,ro public/x || exit 99"
        let result = try Terminal.run("\(mount)\nimagekit html public -g app:small", in: site)
        #expect(result.exitCode == 1)
        #expect(result.output.contains("x/index.html: Read-only file system\n"), "\(result)")
        #expect(result.output.hasSuffix("\n1 page changed\n"), "\(result)")
    }

    #if os(Linux)
        @Test func aPageWhoseNameIsNotUTF8IsReported() async throws {
            let site = site("<img src=/media/photos/a.png>")
            let name: [UInt8] = Array("public/caf".utf8) + [0xE9]
            site.writeBytes(name + Array(".html".utf8), Array("<img src=/media/photos/a.png>".utf8))
            site.writeBytes(name + Array(".png".utf8), [0])
            let result = try await site.run("html", "public", "-g", "app:small")
            #expect(result.exitCode == 1)
            #expect(result.errorLines.count == 1)
            #expect(result.errors.contains("public/caf\u{FFFD}.html: "), "\(result)")
            #expect(folded(site.text("public/index.html")) == "IMAGE")
        }
    #endif

    @Test func anUnknownGeneratorOfAPageIsReported() async throws {
        let html = "<img src=/media/photos/a.png data-imagekit=app:smal>"
        let site = site(html)
        let result = try await site.run("html", "public")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("index.html:1: there is no generator \"app:smal\""))
        #expect(site.text("public/index.html") == html)
    }

    @Test func aGeneratorOfACanvasIsReported() async throws {
        let html = "<img src=/media/photos/a.png>"
        let site = site(html)
        let canvas = #""app:og": { "canvas": { "width": 9, "height": 9 } }"#
        site.write("specs.json", Registries.registry(generators: canvas))
        let result = try await site.run("html", "public", "-g", "app:og")
        #expect(result.exitCode == 1)
        #expect(
            result.errors.contains(
                "index.html:1: app:og is made from a canvas: remove the source, or use a generator with sources"
            )
        )
        #expect(site.text("public/index.html") == html)
    }

    @Test func linksAreNotFollowed() async throws {
        let site = site("<p>")
        site.write("outside/x.html", "<img src=/media/photos/a.png>")
        try site.link("public/folder", to: "../outside")
        try site.link("public/page.html", to: "../outside/x.html")
        #expect(try await site.run("html", "public", "-g", "app:small").exitCode == 0)
        #expect(site.text("outside/x.html") == "<img src=/media/photos/a.png>")
    }

    @Test(arguments: [
        (["none"], "not a folder"), (["specs.json"], "not a folder"), (["public", "-g", "app:smal"], "no generator"),
        (["public", "--check", "--dry-run"], "contradict"), (["public", "--site-url", "x"], "write a URL"),
    ])
    func wrongUsage(_ arguments: [String], _ message: String) async throws {
        let result = try await site("<p>").run(["html"] + arguments) { _ in }
        #expect(result.exitCode == 64)
        #expect(result.errors.contains(message), "\(result.errors)")
    }
}
