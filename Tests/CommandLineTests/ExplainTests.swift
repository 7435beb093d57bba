import Foundation
import Testing

/// Tests of `imagekit explain` and `generateimage --name`, which find the generator and the source of a cache file by
/// its name.
@Suite struct ExplainTests {
    private static let thumbnail = """
        "app:thumbnail": {
            "source": "photos", "processors": [{ "ResizeToFit": { "width": 40 } }], "format": "JPEG",
            "options": { "quality": 60 }
        }
        """

    private func explain(_ site: PhotoSite, _ file: String) throws -> [String: Any] {
        let result = try site.run("explain", file, "--json")
        #expect(result.status == 0, "\(result.error)")
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(object as? [String: Any])
    }

    @Test(arguments: [
        "source_name_as_path", "source_name_dot_hash", "hash", "source_content_hash", "{stem}-{hash:12}.{ext}",
    ]) func everyNamerHasAWayBack(namer: String) throws {
        let site = try PhotoSite(
            settings: "\"IMAGEKIT_SPEC_CACHEFILE_NAMER\": \"\(namer)\"",
            generators: Self.thumbnail
        )
        #expect(try site.run("generateimages").status == 0)
        let urls = try site.run("generateimage", "app:thumbnail", "photos/dahlia.jpg", "--url")
        let url = try #require(urls.lines.first)
        let name = String(url.dropFirst("/media/".count))
        let forms = [name, url, "https://example.org\(url)?v=2", "media/" + name, site.path + "/media/" + name]
        for form in forms {
            let found = try explain(site, form)
            #expect(found["name"] as? String == name)
            #expect(found["generators"] as? [String] == ["app:thumbnail"])
            #expect(found["source"] as? String == "photos/dahlia.jpg")
            #expect(found["status"] as? String == "fresh")
            #expect(found["quality"] as? Int == 60)
            #expect(found["made_because"] as? String == "missing")
        }
        // The command works without the state and without the file.
        try FileManager.default.removeItem(atPath: site.path + "/media/CACHE")
        #expect(try explain(site, name)["status"] as? String == "missing")
        let made = try site.run("generateimage", "--name", url, "--path")
        #expect(made.lines == [site.path + "/media/" + name])
        #expect(try explain(site, name)["status"] as? String == "fresh")
    }

    /// The quality can be a fraction or the name of a preset. A lossless file has no quality.
    @Test(
        arguments: [
            (#""format": "JPEG", "options": { "quality": 60.5 }"#, 60),
            (#""format": "JPEG", "options": { "quality": "web_low" }"#, 34),
            (#""format": "JPEG", "options": { "quality": "keep" }"#, 75),
            (#""format": "WEBP", "options": { "lossless": true }"#, nil), (#""format": "TIFF""#, nil),
        ] as [(String, Int?)]
    ) func theQualityIsThatOfTheFile(spec: String, quality: Int?) throws {
        let site = try PhotoSite(
            generators: #""app:small": { "source": "photos", "processors": [{ "ResizeToFit": [40] }], \#(spec) }"#
        )
        let made = try site.run("generateimage", "app:small", "photos/dahlia.jpg", "--path")
        #expect(try explain(site, try #require(made.lines.first))["quality"] as? Int == quality)
    }

    /// A worker does not load libvips for a JPEG from a JPEG. But the record of the image names a libvips, because all
    /// images of a run have the same renderer.
    @Test func anImageThatIsMadeWithoutLibvipsHasARenderer() throws {
        let site = try PhotoSite(generators: Self.thumbnail, photos: ["dahlia.jpg"])
        #expect(try site.run("generateimages").status == 0)
        let renderer = try explain(site, "media/CACHE/images/" + #require(site.cacheFiles.first))["renderer"]
        let formats = try site.run("formats", "--json").output
        let answer = try JSONSerialization.jsonObject(with: Data(formats.utf8)) as? [String: Any]
        let version = try #require(answer?["libvips"] as? String)
        #expect((renderer as? [String: String])?["libvips"] == version)
    }

    @Test func aChangedSourceIsTheReason() throws {
        let site = try PhotoSite(generators: Self.thumbnail, photos: ["dahlia.jpg"])
        #expect(try site.run("generateimages").status == 0)
        let file = try #require(site.cacheFiles.first)
        let other = URL(filePath: #filePath).deletingLastPathComponent().path + "/../../media/photos/aurora.jpg"
        try Data(contentsOf: URL(filePath: other)).write(to: URL(filePath: site.path + "/media/photos/dahlia.jpg"))
        let found = try explain(site, "media/CACHE/images/" + file)
        #expect(found["status"] as? String == "out-of-date")
        #expect(found["reason"] as? String == "source-changed")
    }

    @Test func theCallOfAThumbnailIsFound() throws {
        let site = try PhotoSite(generators: "")
        let path = try #require(try site.run("thumbnail", "30x20", "photos/dahlia.jpg", "--path").lines.first)
        let found = try explain(site, path)
        #expect(found["generators"] as? [String] == ["imagekit:thumbnail"])
        #expect(found["arguments"] as? [String] == ["width=30", "height=20"])
        try FileManager.default.removeItem(atPath: path)
        #expect(try site.run("generateimage", "--name", path, "--path").lines == [path])
    }

    @Test func anUnknownNameFails() throws {
        let site = try PhotoSite(generators: Self.thumbnail)
        for arguments in [["explain"], ["generateimage", "--name"]] {
            let result = try site.run(arguments + ["CACHE/images/photos/dahlia/00000000000000000000000000000000.jpg"])
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            #expect(result.error.hasPrefix("error: no generator of specs.json yields CACHE/images/photos/dahlia/0000"))
        }
        #expect(try site.run("generateimage", "app:thumbnail", "--name", "x.jpg").status == 64)
        #expect(try site.run("generateimage").status == 64)
    }
}
