import Foundation
import Testing

/// Tests of sets: generators with several sizes and formats.
@Suite struct PictureSetTests {
    private static let photo = #"""
        "blog:photo": {
            "source": "photos", "widths": [20, 40, 60], "formats": ["PNG", "JPEG"], "sizes": "50vw"
        }
        """#

    /// A site with a source that is 50 pixels wide.
    private func site(_ generators: String = photo, sources: [String] = ["a.png"], width: Int = 50) -> Site {
        let site = Site(registry(generators))
        for (seed, name) in sources.enumerated() {
            site.write("media/photos/\(name)", samplePNG(width: width, height: 30, seed: seed))
        }
        return site
    }

    private func registry(_ generators: String) -> String {
        #"""
        { "settings": { "MEDIA_ROOT": "media", "MEDIA_URL": "/media/" },
          "source_groups": { "photos": { "glob": "photos/*" } }, "generators": { \#(generators) } }
        """#
    }

    struct Manifest: Decodable {
        struct Image: Decodable {
            let generator: String
            let set: String?
            let descriptor: String?
            let name: String
            let width: Int
            let bytes: Int
            let source_width: Int?
            let source_height: Int?
            let left_out: Bool?
        }
        let images: [Image]
    }

    private func manifest(_ site: Site, _ patterns: String...) async throws -> [Manifest.Image] {
        let result = try await site.run(["generateimages", "--manifest", "m.json"] + patterns) { _ in }
        #expect(result.exitCode == 0, "\(result.errors)")
        return try JSONDecoder().decode(Manifest.self, from: Data(try #require(site.read("m.json")))).images
    }

    /// `imagekit serve` answers requests for an `.auto` URL, but there is no file with the name in this URL.
    @Test func anAutomaticNameIsExplained() async throws {
        let site = site()
        let url = try await site.run("generateimage", "blog:photo:20:jpeg", "photos/a.png", "--url").outputLines[0]
        let png = try await site.run("generateimage", "blog:photo:20:png", "photos/a.png", "--url").outputLines[0]
        let automatic = String(url.dropFirst("/media/".count)).replacing(".jpg", with: ".auto")
        let names = [png, url].map { $0.dropFirst("/media/".count) }.joined(separator: ", ")
        for command in [["explain"], ["generateimage", "--name"]] {
            let result = try await site.run(command + [automatic]) { _ in }
            #expect(result.exitCode == 1)
            #expect(
                result.errors == """
                    error: \(automatic) is not a file: under this URL, imagekit serve sends the format that the client accepts; \
                    give the name of a file: \(names)

                    """
            )
        }
        // The name without IMAGEKIT_CACHEFILE_DIR.
        let result = try await site.run("explain", String(url.dropFirst("/media/CACHE/images/".count)))
        #expect(result.exitCode == 1 && result.errors.hasSuffix("; write \(url.dropFirst("/media/".count))\n"))
        #expect(try await site.run("explain", "").exitCode == 64)
    }

    @Test func theSourcesOwnWidthReplacesLargerOnes() async throws {
        let images = try await manifest(site())
        #expect(
            images.map(\.generator) == [20, 40, 50].flatMap { ["blog:photo:\($0):jpeg", "blog:photo:\($0):png"] }
        )
        #expect(images.map(\.descriptor) == ["20w", "20w", "40w", "40w", "50w", "50w"])
        #expect(images.allSatisfy { $0.set == "blog:photo" && $0.source_width == 50 && $0.source_height == 30 })
        #expect(images.map(\.width) == [20, 20, 40, 40, 50, 50])
    }

    /// The largest image has the width of the source. Its width is in the markup, although the image does not exist.
    @Test func anOptimisticSetHasTheMarkupOfItsFutureImages() async throws {
        let site = site(Self.photo.replacing("\"widths\"", with: "\"cachefile_strategy\": \"Optimistic\", \"widths\""))
        let call = ["generateimage", "blog:photo", "photos/a.png"]
        let url = try await site.run(call + ["--url"]) { _ in }
        let html = try await site.run(call + ["--", "width=9"]) { _ in }
        #expect(url.exitCode == 0 && html.exitCode == 0 && site.cacheFiles.isEmpty, "\(url) \(html)")
        #expect(html.output.matches(of: /\.jpg 20w, \S+\.jpg 40w, \S+\.jpg 50w"/).count == 1, "\(html.output)")
        #expect(html.output.contains(" src=\"\(url.outputLines[0])\""), "\(html.output)")
        #expect(try await site.run("generateimages").exitCode == 0)
        #expect(try await site.run(call + ["--url"]) { _ in } == url)
    }

    @Test func namesAndBytesEqualThoseOfGeneratorsByHand() async throws {
        let byHand = [20, 40, 50].flatMap { width in
            ["png", "jpeg"].map { format in
                #""h:\#(width):\#(format)": {"source": "photos", "format": "\#(format.uppercased())", "processors": [{"ResizeToFit": {"width": \#(width), "upscale": false}}]}"#
            }
        }
        let other = site(byHand.joined(separator: ","))
        let set = site()
        #expect(try await other.run("generateimages").exitCode == 0)
        #expect(try await set.run("generateimages").exitCode == 0)
        #expect(set.cacheFiles.count == 6)
        #expect(set.cacheFiles == other.cacheFiles)
        // The set needs no new image, because the generators have already made all of its images.
        other.write("specs.json", registry(Self.photo))
        let check = try await other.run("generateimages", "--check")
        #expect(check.exitCode == 0, "\(check.output)")
    }

    @Test func aRunWithNothingToDoMakesNothing() async throws {
        let site = site(sources: ["a.png", "b.png"])
        _ = try await site.run("generateimages")
        let before = site.cacheFiles
        let again = try await site.run("generateimages")
        #expect(again.exitCode == 0 && again.output.isEmpty && site.cacheFiles == before)
        #expect(try await site.run("prune", "-n").output.isEmpty)
        #expect(try await site.run("status").output.contains("orphaned: 0 files"))
    }

    @Test func patternsMatchMembers() async throws {
        #expect(try await manifest(site(), "blog:photo:*:png").map(\.width) == [20, 40, 50])
        #expect(try await manifest(site(), "blog:photo:40").map(\.width) == [40, 40])
        #expect(try await manifest(site(), "blog:photo:50:png").map(\.width) == [50])
        #expect(try await manifest(site(), "blog:photo:source:png").map(\.generator) == ["blog:photo:50:png"])
        #expect(try await manifest(site(), "blog:photo:source").map(\.width) == [50, 50])
        #expect(try await manifest(site(), "blog").count == 6)
        #expect(try await site().run("generateimages", "blog:photo:*:gif").exitCode == 64)
    }

    /// The spec of the registered member has no size, so the image would have another name than that of a run.
    @Test func theIdOfTheMembersOfAllSourcesIsRefused() async throws {
        let result = try await site().run("generateimage", "blog:photo:source:png", "photos/a.png")
        #expect(result.exitCode == 64, "\(result)")
        #expect(result.errors.contains("use the set blog:photo, or give the size in pixels"), "\(result)")
    }

    /// A PNG of this gradient is smaller than a JPEG only in the smallest size. So the test compares the actual sizes
    /// of the files.
    @Test func aMemberThatSavesNoBytesIsLeftOut() async throws {
        let site = site(Self.photo, width: 200)
        let images = try await manifest(site)
        for image in images where image.generator.hasSuffix("png") {
            let fallback = try #require(images.first { $0.generator.hasSuffix("jpeg") && $0.width == image.width })
            #expect((image.left_out == true) == (image.bytes >= fallback.bytes), "\(image)")
        }
        let markup = try await site.run("generateimage", "blog:photo", "photos/a.png").output
        for image in images {
            let stem = try #require(image.name.split(separator: "/").last)
            #expect(markup.contains(stem) == (image.left_out != true), "\(image)")
        }
    }

    @Test func generateImagePrintsAPicture() async throws {
        let site = site(
            #""s": {"widths": [20, 60], "formats": ["WEBP", "JPEG"], "placeholder": "color", "options": {"quality": 50}}"#,
            sources: [#"<b>A & B</b>'".png"#.replacingOccurrences(of: "/", with: "-")]
        )
        let source = #"photos/<b>A & B<-b>'".png"#
        let result = try await site.run("generateimage", "s", source, "--", #"alt=<b>A & B</b>"'"#)
        #expect(result.exitCode == 0, "\(result.errors)")
        let url = "/media/CACHE/images/photos/%3Cb%3EA%20%26%20B%3C-b%3E&#x27;%22/"
        let shape = try Regex(
            #"<picture><source type="image/webp" srcset="URL\w{32}\.webp 20w, URL\w{32}\.webp 50w" sizes="100vw" />"#
                .replacingOccurrences(of: "URL", with: NSRegularExpression.escapedPattern(for: url))
                + #"<img alt="&lt;b&gt;A &amp; B&lt;/b&gt;&quot;&#x27;" src="URL(\w{32})\.jpg" srcset="URL\w{32}\.jpg 20w, URL\1\.jpg 50w" "#
                .replacingOccurrences(of: "URL", with: NSRegularExpression.escapedPattern(for: url))
                + ##"sizes="100vw" width="50" height="30" loading="lazy" decoding="async" style="background-color:#[0-9a-f]{6}" /></picture>"##
        )
        #expect(try shape.wholeMatch(in: result.output.trimmingCharacters(in: .newlines)) != nil, "\(result.output)")
        #expect(site.cacheFiles.count == 4)
        let again = try await site.run("generateimage", "s", source, "--json")
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
        let members = try #require(answer["members"] as? [[String: Any]])
        #expect(members.map { $0["generator"] as? String } == ["s:20:webp", "s:50:webp", "s:20:jpeg", "s:50:jpeg"])
        #expect(members.allSatisfy { $0["status"] as? String == "fresh" })
        #expect(try await site.run("prune", "-n").output.isEmpty)
    }

    @Test func densitiesAreDescribed() async throws {
        let site = site(
            #""s": {"densities": [1, 2], "processors": [{"ResizeToFill": {"width": 10, "height": 10}}], "sizes": "5vw"}"#
        )
        let output = try await site.run("generateimage", "s", "photos/a.png").output
        #expect(output.contains(".png 1x, ") && output.contains(".png 2x\" width=\"10\" height=\"10\""))
        #expect(!output.contains("sizes"))
        #expect(site.cacheFiles.values.compactMap { PictureSize(of: $0)?.width }.sorted() == [10, 20])
    }

    @Test func aPlaceholderIsMadeForAnImageThatExists() async throws {
        let plain = #""s": {"source": "photos", "widths": [20], "formats": ["JPEG"] }"#
        let site = site(plain)
        _ = try await site.run("generateimages")
        let before = site.cacheFiles
        site.write("specs.json", registry(plain.replacingOccurrences(of: " }", with: #", "placeholder": "lqip" }"#)))
        let output = try await site.run("generateimage", "s", "photos/a.png").output
        #expect(output.contains("style=\"background:url(data:image/webp;base64,"))
        #expect(site.cacheFiles == before)
    }

    @Test func aPlaceholderNeedsNoSet() async throws {
        let site = site(#""s": {"format": "JPEG", "placeholder": "blurhash"}"#)
        let output = try await site.run("generateimage", "s", "photos/a.png", "--", "style=margin:0").output
        let shape =
            ##/<img style="background-color:#[0-9a-f]{6};margin:0" width="50" height="30" src="[^"]+" data-blurhash="[^"]+" \/>\n/##
        #expect(output.wholeMatch(of: shape) != nil, "\(output)")
    }

    @Test func statusFoldsSets() async throws {
        let site = site(Self.photo + #", "x": {"source": "photos"}"#)
        _ = try await site.run("generateimages", "blog:photo:*:png", "x")
        let lines = try await site.run("status").outputLines
        #expect(
            lines == [
                "blog:photo: 3 fresh, 3 missing, 0 out of date, 0 failed",
                "x: 1 fresh, 0 missing, 0 out of date, 0 failed",
                "orphaned: 0 files, 0 bytes",
            ]
        )
        let all = try await site.run("status", "-v").outputLines
        #expect(all[1] == "  blog:photo:20:png: 1 fresh, 0 missing, 0 out of date, 0 failed" && all.count == 11)
        let json = try await site.run("status", "--json").output
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let generators = try #require(answer["generators"] as? [[String: Any]])
        #expect(generators.map { $0["fresh"] as? Int } == [3, 1])
        let members = try #require(generators[0]["members"] as? [[String: Any]])
        #expect(members.map { $0["missing"] as? Int } == [0, 0, 0, 0, 1, 1, 0, 1])
        #expect(generators[1]["members"] == nil)
    }

    @Test func listFoldsSets() async throws {
        let site = site(Self.photo + #", "x": {"source": "photos"}"#)
        let lines = try await site.run("list").output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("blog:photo  photos  1 source  PNG, JPEG") && lines[0].hasSuffix("20, 40, 60"))
        let all = try await site.run("list", "-v").output
        #expect(all.contains("\n  blog:photo:20:png ") && all.split(separator: "\n").count == 10)
        let json = try await site.run("list", "--json").output
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let generators = try #require(answer["generators"] as? [[String: Any]])
        #expect(generators.map { $0["generator"] as? String } == ["blog:photo", "x"])
        #expect((generators[0]["members"] as? [Any])?.count == 8)
    }
}
