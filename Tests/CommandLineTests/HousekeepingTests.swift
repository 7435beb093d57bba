import Foundation
import Testing

@Suite struct HousekeepingTests {
    private let generators = """
        "a:small": { "source": "photos", "processors": [{ "ResizeToFill": [60, 40] }], "format": "JPEG" },
        "a:tiny": { "source": "photos", "processors": [{ "ResizeToFill": [6, 4] }], "format": "PNG" }
        """

    private func put(_ name: String, _ site: PhotoSite, _ text: String = "x") throws {
        let path = URL(filePath: site.path + "/media/CACHE/images/" + name)
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: path)
    }

    @Test func statusCountsExistingImages() throws {
        let site = try PhotoSite(generators: generators)
        try #require(try site.run("generateimages", "a:small").status == 0)
        try put("photos/dahlia/0123456789abcdef0123456789abcdef.jpg", site, "12345")
        try put("photos/dahlia/notes.txt", site)
        let before = site.cacheFiles
        let status = try site.run("status", "--json")
        #expect(
            status.output
                == "{\"generators\":[{\"generator\":\"a:small\",\"fresh\":2,\"missing\":0,\"out_of_date\":0,\"failed\":0,\"outdated\":0},"
                + "{\"generator\":\"a:tiny\",\"fresh\":0,\"missing\":2,\"out_of_date\":0,\"failed\":0,\"outdated\":0}],"
                + "\"orphaned\":{\"files\":1,\"bytes\":5}}\n"
        )
        #expect(try site.run("status").lines.last == "orphaned: 1 file, 5 bytes")
        #expect(site.cacheFiles == before)
    }

    @Test func pruneDeletesOnlyOrphans() throws {
        let site = try PhotoSite(generators: generators, photos: ["dahlia.jpg", "aurora.jpg", "dunes.jpg"])
        try #require(try site.run("generateimages").status == 0)
        try #require(try site.run("thumbnail", "20x20", "photos/dahlia.jpg", "photos/dunes.jpg").status == 0)
        let hash = "0123456789abcdef0123456789abcdef"
        let users = [
            "README.txt", "photos/dunes/own.jpg", "photos/0123456789abcdef.jpg", "x/index.html", "photos/\(hash).txt",
        ]
        for name in users { try put(name, site) }
        try put("gone/photo/\(hash).jpg", site)
        // If a link leads to a folder of the cache tree, the files of this folder do not become orphans.
        try FileManager.default.createSymbolicLink(
            atPath: site.path + "/media/CACHE/images/alias",
            withDestinationPath: "photos"
        )
        try FileManager.default.removeItem(atPath: site.path + "/media/photos/dunes.jpg")
        let before = Set(site.cacheFiles)

        let listed = try site.run("prune", "--dry-run")
        #expect(listed.lines.count == 4 && Set(site.cacheFiles) == before)
        let pruned = try site.run("prune")
        #expect(pruned.status == 0)
        let gone = before.subtracting(site.cacheFiles)
        #expect(Set(listed.lines) == Set(gone.map { "would delete CACHE/images/" + $0 }))
        #expect(gone.count == 4 && gone.allSatisfy { $0.hasPrefix("photos/dunes/") || $0.hasPrefix("gone/") })
        #expect(gone.isDisjoint(with: users))
        #expect(!FileManager.default.fileExists(atPath: site.path + "/media/CACHE/images/gone"))
        #expect(try site.run("prune").error.isEmpty)
        // All images of the registry still exist after the command.
        #expect(try site.run("generateimages", "--check").status == 0)
        #expect(try site.run("thumbnail", "20x20", "photos/dahlia.jpg", worker: "/nowhere").status == 0)
    }

    @Test func aChangedSpecLeavesOrphans() throws {
        let site = try PhotoSite(generators: generators)
        try #require(try site.run("generateimages").status == 0)
        try site.write(generators: generators.replacingOccurrences(of: "[6, 4]", with: "[7, 5]"))
        try #require(try site.run("generateimages").status == 0)
        #expect(site.cacheFiles.count == 6)
        #expect(try site.run("prune").lines.first?.hasPrefix("deleted 2 files, ") == true)
        #expect(site.cacheFiles.count == 4)
    }

    @Test func pruneRefusesWhatLooksLikeAMistake() throws {
        let site = try PhotoSite(generators: generators)
        try #require(try site.run("generateimages").status == 0)
        let photos = site.path + "/media/photos"
        try FileManager.default.moveItem(atPath: photos, toPath: photos + ".away")
        let missing = try site.run("prune")
        #expect(missing.status == 1 && missing.error.contains("/media/photos does not exist"))
        try FileManager.default.createDirectory(atPath: photos, withIntermediateDirectories: false)
        let most = try site.run("prune")
        #expect(most.status == 1 && most.error.contains("4 of 4 cache files would be deleted"))
        let listed = try site.run("prune", "--dry-run")
        #expect(listed.status == 0 && listed.lines.count == 4 && listed.error.hasPrefix("warning: "))
        #expect(site.cacheFiles.count == 4)
        #expect(try site.run("prune", "--yes", "--older-than", "1d").status == 0)
        #expect(site.cacheFiles.count == 4)
        #expect(try site.run("prune", "--yes").status == 0)
        #expect(site.cacheFiles.isEmpty)
    }

    @Test func invalidatedImagesStayAndAreMadeAgain() throws {
        let site = try PhotoSite(generators: generators)
        try #require(try site.run("generateimages").status == 0)
        #expect(try site.run("invalidate", "a:small", "--only-source", "photos/d*").error == "invalidated 1 file\n")
        #expect(site.cacheFiles.count == 4)
        let check = try site.run("generateimages", "--check")
        #expect(check.status == 1 && check.lines.count == 1 && check.output.contains("/dahlia/"))
        let again = try site.run("generateimages", "--log-format", "json")
        #expect(again.output.contains("\"generated\":1,\"fresh\":3"))
        #expect(try site.run("generateimages", "--check").status == 0)
    }

    @Test func clearedImagesAreGone() throws {
        let site = try PhotoSite(generators: generators)
        try #require(try site.run("generateimages").status == 0)
        try put("photos/dahlia/own.jpg", site)
        #expect(try site.run("clear", "a:tiny").error == "deleted 2 files\n")
        #expect(site.cacheFiles.filter { $0.hasSuffix(".png") }.isEmpty && site.cacheFiles.count == 3)
        #expect(try site.run("clear", "**").error == "deleted 2 files\n")
        #expect(site.cacheFiles == ["photos/dahlia/own.jpg"])
        #expect(try site.run("clear").status == 64)
        #expect(try site.run("clear", "b").status == 64)
        #expect(try site.run("generateimages", "--log-format", "json").output.contains("\"generated\":4,\"fresh\":0"))
    }

    @Test func pruneDeletesOnlyTheOrphansAmongThousandsOfFiles() throws {
        let site = try PhotoSite(
            generators: "\"a:small\": { \"source\": \"photos\", \"format\": \"JPEG\" }",
            photos: []
        )
        // The test writes the cache files itself, so the state has no records of them. `prune` recognises them only by
        // their names, which end with a hash of 32 hexadecimal digits.
        let source = site.path + "/media/photos/"
        for index in 0..<7000 { try Data("x".utf8).write(to: URL(filePath: source + "\(index).jpg")) }
        let names = try site.run("generateimages", "--dry-run").lines.map { $0.split(separator: " ")[4] }
        try #require(names.count == 7000)
        for name in names { try put(String(name.dropFirst("CACHE/images/".count)), site) }
        let hash = "0123456789abcdef0123456789abc"
        for index in 0..<3000 { try put("old/\(index)/\(hash)\(index % 900 + 100).jpg", site) }
        for index in 0..<50 { try put("mine/\(index).jpg", site) }
        #expect(try site.run("prune").lines.first == "deleted 3000 files, 3000 bytes")
        #expect(site.cacheFiles.count == 7050)
        #expect(!site.cacheFiles.contains { $0.hasPrefix("old/") })
    }
}
