import Foundation
import Testing

/// `Examples/nginx.conf` in a real nginx, in front of `imagekit serve`.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: NginxServer.program), "nginx is not installed"))
struct NginxTests {
    @Test func aMissingFileIsMadeAndTheNextRequestReadsIt() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png", "b.png")
        let server = try await ServeSession.start(site)
        let nginx = try await NginxServer.start(site, upstream: server.address)
        let result = try await site.run(
            ["generateimage", "app:small", "photos/a.png", "photos/b.png", "--url"],
            environment: ["IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic"]
        ) { _ in }
        let urls = result.outputLines
        let made = try await nginx.get(urls[0])
        #expect(made.status == 200 && PictureSize(of: made.body) == PictureSize(10, 8))
        #expect(try await nginx.get("/-/app:small/photos/b.png")["Location"] == urls[1])
        #expect(
            try await nginx.get(urls[0].replacing(/[0-9a-f]{32}/, with: String(repeating: "0", count: 32))).status
                == 404
        )
        for path in ["/-/metrics", "/-/health", "/-/process/app:small", "/media/CACHE/images/.imagekit/state.sqlite3"] {
            #expect(try await nginx.get(path).status == 404, "\(path)")
        }
        // Neither server follows a link out of the cache folder.
        site.write("media/secret.png", "secret")
        try site.link("media/CACHE/images/link.png", to: "../../secret.png")
        #expect(try await nginx.get("/media/CACHE/images/link.png").status == 404)
        // nginx sends existing files without the server.
        #expect(try await server.stop() == 143)
        let existing = try await nginx.get(urls[0])
        #expect(existing.status == 200 && existing.body == made.body)
        #expect(existing["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=86400")
        #expect(try await nginx.get(urls[1]).status == 502)
    }
}
