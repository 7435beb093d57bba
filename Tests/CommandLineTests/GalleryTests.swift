import Foundation
import Testing

/// `imagekit gallery`.
@Suite struct GalleryTests {
    private static let registry = Registries.registry(
        generators: """
            "app:small": { "source": "photos", "processors": [{ "ResizeToFit": { "width": 10 } }], "format": "PNG" },
            "blog:photo": {
                "source": "photos", "widths": [20, 40], "formats": ["PNG", "JPEG"], "placeholder": "lqip"
            }
            """
    )

    private func site() -> Site {
        let site = Site(Self.registry)
        site.writePhotos("a.png", "<b>&.png")
        return site
    }

    /// The values of an attribute in a page, without character references.
    private func values(_ attribute: String, _ page: String) throws -> [String] {
        page.matches(of: try Regex(" \(attribute)=\"([^\"]*)\"", as: (Substring, Substring).self)).map { match in
            String(match.1).replacing("&#x27;", with: "'").replacing("&amp;", with: "&")
        }
    }

    /// The absolute paths that the links and images of a page lead to.
    private func targets(_ page: String, in folder: String) throws -> [String] {
        try (values("href", page) + values("src", page)).map { address in
            let path = String(address.prefix { $0 != "#" }).removingPercentEncoding ?? ""
            return ("\(folder)/\(path)" as NSString).standardizingPath
        }
    }

    @Test func linksLeadToFiles() async throws {
        let site = site()
        site.makeFolder("deep/er")
        #expect(try await site.run("generateimages").exitCode == 0)
        let before = site.cacheFiles
        let result = try await site.run("gallery", "--output", "deep/er/gallery.html")
        #expect(result == CommandResult(exitCode: 0, output: "", errors: ""))
        let page = try #require(site.text("deep/er/gallery.html"))
        let targets = try targets(page, in: site.path("deep/er"))
        // Each source has the link of its preview, the preview, and links to five images.
        #expect(targets.count == 14 && targets.allSatisfy { FileManager.default.fileExists(atPath: $0) }, "\(targets)")
        #expect(Set(targets).count == site.cacheFiles.count)
        #expect(page.contains("<h2>photos/&lt;b&gt;&amp;.png</h2>") && !page.contains("<b>"))
        #expect(page.ranges(of: "url(data:image/webp;base64,").count == 2)
        #expect(page.contains("<p class=\"facts\">40 × 30, "))
        #expect(site.cacheFiles == before)
    }

    @Test func noImageIsMadeAndTheStateIsUnchanged() async throws {
        let site = site()
        #expect(try await site.run("gallery", "-o", "g.html").exitCode == 0)
        #expect(!FileManager.default.fileExists(atPath: site.path("media/CACHE")))
        #expect(try #require(site.text("g.html")).contains("<dt>Missing</dt><dd>10</dd>"))
        _ = try await site.run("generateimages", "app:small")
        let before = TreeSnapshot(of: site.path("media"))
        #expect(try await site.run("gallery", "-o", "g.html").exitCode == 0)
        #expect(TreeSnapshot(of: site.path("media")) == before)
        let first = site.text("g.html")
        _ = try await site.run("gallery", "-o", "g.html")
        #expect(site.text("g.html") == first && first?.contains("2 up to date, ") == false)
        #expect(first?.contains(": 1 up to date, 4 missing</summary>") == true)
    }

    @Test func failuresHaveTheirReason() async throws {
        let site = site()
        site.write("media/photos/bad.png", "no image")
        #expect(try await site.run("generateimages").exitCode == 1)
        #expect(try await site.run("gallery", "-o", "g.html").exitCode == 0)
        let page = try #require(site.text("g.html"))
        let row = try #require(
            page.split(separator: "<li data-status=").first { $0.contains("<h2>photos/bad.png</h2>") }
        )
        let failures = try await site.run("status", "--failed")
        #expect(row.contains("<code>unsupported-format</code>"), "\(row)")
        #expect(failures.output.contains("photos/bad.png") && row.contains("No image") && !row.contains("<img"))
    }

    /// The gallery lacks the sources of a folder that does not exist, so the exit code must not be 0.
    @Test func aMissingFolderIsAnError() async throws {
        let site = site()
        try FileManager.default.removeItem(atPath: site.path("media/photos"))
        let result = try await site.run("gallery", "-o", "g.html")
        #expect(result.exitCode == 1 && result.errors.contains("media/photos does not exist"), "\(result)")
        #expect(site.text("g.html")?.contains("</html>") == true)
    }

    @Test func aChangedSourceIsOutOfDate() async throws {
        let site = site()
        _ = try await site.run("generateimages", "app:small")
        site.writePhotos("a.png", width: 44)
        _ = try await site.run("gallery", "app:small", "--only-source", "photos/a.png", "-o", "g.html")
        let page = try #require(site.text("g.html"))
        #expect(page.contains("<td class=\"out-of-date\">out of date: source-changed</td>"))
        #expect(page.contains("<dt>Sources</dt><dd>1 ") && !page.contains("blog:photo"))
    }

    @Test func anInlineGalleryNeedsNoOtherFile() async throws {
        let site = site()
        _ = try await site.run("generateimages")
        #expect(try await site.run("gallery", "--inline", "-o", "g.html").exitCode == 0)
        let page = try #require(site.text("g.html"))
        let sources = try values("src", page)
        #expect(try values("href", page).isEmpty && sources.count == 2)
        let files = site.cacheFiles.values.map { Data($0).base64EncodedString() }
        for source in sources { #expect(files.contains(String(source.split(separator: ",")[1]))) }
    }

    @Test func storageOutsideMediaRoot() async throws {
        let storage = #""IMAGEKIT_DEFAULT_FILE_STORAGE": {"location": "public/im g", "base_url": "/im%20g/"}"#
        let site = Site(
            Registries.registry(
                settings: #""MEDIA_ROOT": "media", \#(storage)"#,
                generators: #""g": { "source": "photos", "format": "JPEG" }"#
            )
        )
        site.writePhotos("a.png")
        _ = try await site.run("generateimages")
        _ = try await site.run("gallery", "-o", "g.html")
        let page = try #require(site.text("g.html"))
        let targets = try targets(page, in: site.path)
        #expect(targets.count == 3 && targets.allSatisfy { FileManager.default.fileExists(atPath: $0) }, "\(targets)")
        _ = try await site.run("gallery", "--urls", "-o", "g.html")
        let addresses = try #require(site.text("g.html").map { try values("href", $0) })
        #expect(addresses.count == 2 && addresses.allSatisfy { $0.hasPrefix("/im%20g/CACHE/images/photos/a/") })
    }

    @Test func manySourcesHavePages() async throws {
        let site = Site(Registries.oneGenerator)
        for index in 1...401 { site.write("media/photos/\(1000 + index).png", "no image") }
        site.makeFolder("out")
        #expect(try await site.run("gallery", "-o", "out/g.html").exitCode == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: site.path("out")).sorted()
        #expect(files == ["g-2.html", "g-3.html", "g.html"])
        let names = try ["g", "g-2", "g-3"].map { name in
            let page = try #require(site.text("out/\(name).html"))
            let targets = try targets(page, in: site.path("out"))
            #expect(!targets.isEmpty && targets.allSatisfy { FileManager.default.fileExists(atPath: $0) })
            return page.matches(of: /<h2>photos\/(\d+)\.png<\/h2>/).compactMap { Int($0.1) }
        }
        #expect(names.map(\.count) == [200, 200, 1] && names.flatMap(\.self) == Array(1001...1401))
        // A smaller gallery deletes the further pages, and no other file.
        site.write("out/g-4.html", "other")
        #expect(try await site.run("gallery", "--only-source", "photos/1001.png", "-o", "out/g.html").exitCode == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: site.path("out")).sorted() == ["g-4.html", "g.html"]
        )
    }

    @Test func otherFilesAreNotReplaced() async throws {
        let site = Site(Registries.oneGenerator)
        for index in 1...201 { site.write("media/photos/\(index).png", "no image") }
        site.write("g-2.html", "other")
        let result = try await site.run("gallery", "-o", "g.html")
        #expect(result.exitCode == 1 && result.errors.contains("g-2.html exists and is not a page of a gallery"))
        #expect(site.text("g-2.html") == "other" && site.text("g.html") == nil)
        let registry = site.text("specs.json")
        #expect(try await site.run("gallery", "-o", "specs.json").exitCode == 64)
        #expect(site.text("specs.json") == registry)
        #expect(try await site.run("gallery", "none:*", "-o", "g.html").exitCode == 64)
        #expect(try await site.run("gallery", "-o", "none/g.html").exitCode == 64)
        #expect(try await site.run("gallery", "-o", "-").exitCode == 64)
    }

    /// As root, the command could write the second page to the folder `/dev`.
    @Test func standardOutputTakesOnlyOnePage() async throws {
        let site = Site(Registries.oneGenerator)
        for index in 1...201 { site.write("media/photos/\(index).png", "no image") }
        let result = try await site.run("gallery", "-o", "/dev/stdout")
        #expect(result.exitCode == 1 && result.output == "" && result.errors.contains("add --inline"), "\(result)")
        #expect(!FileManager.default.fileExists(atPath: "/dev/stdout-2"))
        #expect(try await site.run("gallery", "-o", "/dev/stdout", "--inline").exitCode == 0)
    }
}
