import Foundation
import Testing

/// Sources in a folder that cannot be read do not count as deleted.
@Suite struct UnreadFolderTests {
    @Test(.enabled(if: geteuid() != 0, "root can read every file"))
    func isAnErrorAndLeavesTheManifest() async throws {
        let site = Site()
        site.writePhotos("a.png")
        site.write("manifest.json", "old")
        site.write("media/photos/closed/b.png", samplePNG(width: 8, height: 8))
        chmod(site.path("media/photos/closed"), 0)
        defer { chmod(site.path("media/photos/closed"), 0o755) }
        let result = try await site.run("generateimages", "--manifest", site.path("manifest.json"))
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("closed"))
        #expect(site.text("manifest.json") == "old")
        #expect(site.cacheFiles.count == 2, "the other images are made")
    }

    @Test(.enabled(if: geteuid() != 0, "root can read every file"))
    func isAnErrorOfPages() async throws {
        let site = Site()
        site.write("public/index.html", "<p>")
        site.write("public/closed/index.html", "<p>")
        chmod(site.path("public/closed"), 0)
        defer { chmod(site.path("public/closed"), 0o755) }
        let result = try await site.run("html", "public", "--generator", "app:small")
        #expect(result.exitCode == 1)
        #expect(result.errors == "error: cannot read the folder \(site.path("public/closed")): Permission denied\n")
    }
}
