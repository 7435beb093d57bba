import Foundation
import TestSupport
import Testing

/// `generateimages --enqueue` and `imagekit work`, with a real server.
@Suite(.enabled(if: TestServer.isInstalled("redis-server"))) struct QueueTests {
    private let server: TestServer
    private let queue: String

    init() throws {
        server = try TestServer.redis()
        queue = "unix://\(server.socket)?db=1"
    }

    private static let canvas = """
        "app:card": { "canvas": { "width": 12, "height": 8, "color": "red" }, "format": "PNG" },
        "app:cover": { "canvas": { "width": 8, "height": 8, "color": "blue" }, "format": "PNG" }
        """

    private static let registry = Registries.registry(
        generators: """
            "app:large": {
                "source": "photos", "processors": [{ "ResizeToFit": { "width": 32, "height": 32 } }], "format": "PNG"
            },
            "app:small": {
                "source": "photos", "processors": [{ "ResizeToFill": { "width": 10, "height": 8 } }], "format": "JPEG"
            },
            \(canvas)
            """
    )

    private static func site(photos: Int = 12) -> Site {
        let site = Site(registry)
        for index in 0..<photos {
            site.write("media/photos/\(index).png", samplePNG(width: 40, height: 30, seed: index))
        }
        return site
    }

    private func send(_ site: Site, _ arguments: String...) async throws -> CommandResult {
        try await site.run(["generateimages", "--enqueue", queue, "--log-format", "json"] + arguments) { _ in }
    }

    private func work(_ site: Site, _ arguments: String...) async throws -> CommandResult {
        try await Self.work(site, queue, arguments)
    }

    private static func work(_ site: Site, _ queue: String, _ arguments: [String]) async throws -> CommandResult {
        try await site.run(["work", queue, "--until-empty", "--log-format", "json"] + arguments) { _ in }
    }

    private struct Sent: Decodable, Equatable {
        let bundles: Int
        let sources: Int
        let images: Int
        let queued: Int
        let dead: Int
    }

    private func sent(_ result: CommandResult) throws -> Sent {
        try JSONDecoder().decode(Sent.self, from: Data(try #require(result.outputLines.last).utf8))
    }

    private func status(_ site: Site) async throws -> [String] {
        try await site.run("status", "--queue", queue).outputLines.filter {
            $0.hasPrefix("queue ") || $0.hasPrefix("  dead letter ")
        }
    }

    /// Three workers in one cache folder make the images of a single run.
    @Test func severalWorkersEqualOneRun() async throws {
        let (one, site) = (Self.site(), Self.site())
        #expect(try await one.generate().exitCode == 0)
        let result = try await send(site, "--bundle-size", "2")
        #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result)")
        let summary = try sent(result)
        #expect((3...7).contains(summary.bundles), "\(summary)")
        #expect(summary.sources == 14 && summary.images == 26 && summary.queued == 0, "\(summary)")
        #expect(site.cacheFiles.isEmpty)
        // A second run sends nothing, because the queue has all sources.
        let second = try await send(site)
        #expect(second.exitCode == 0, "\(second)")
        #expect(try sent(second) == Sent(bundles: 0, sources: 0, images: 0, queued: 14, dead: 0))
        let bundles = try await withThrowingTaskGroup(of: [Event].self) { group in
            for _ in 0..<3 {
                group.addTask { [queue] in
                    let result = try await Self.work(site, queue, ["-j", "1"])
                    #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result)")
                    return try result.events().filter { $0.event == "bundle" }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(bundles.count == summary.bundles && bundles.allSatisfy { $0.status == "finished" }, "\(bundles)")
        #expect(site.cacheFiles == one.cacheFiles)
        #expect(try await site.generate("--check").exitCode == 0)
        #expect(try server.redis("-n", "1", "dbsize") == "0\n")
        // There is no work, so nothing is sent.
        #expect(try sent(await send(site)).bundles == 0)
    }

    @Test func aWorkerMakesOnlyTheGeneratorsOfABundle() async throws {
        let site = Self.site(photos: 3)
        #expect(try sent(await send(site, "app:small")).images == 3)
        #expect(try await work(site).exitCode == 0)
        #expect(site.cacheFiles.keys.allSatisfy { $0.hasSuffix(".jpg") } && site.cacheFiles.count == 3)
        let forced = try sent(await send(site, "app:small", "--force", "--only-source", "photos/1.png"))
        #expect(forced.images == 1)
        let events = try await work(site).images()
        #expect(events.map(\.source) == ["photos/1.png"] && events.map(\.reason) == ["forced"])
    }

    /// In the second batch, each source has an image to make and an image to rename.
    @Test func aSourceIsInOneBundle() async throws {
        let site = Self.site(photos: 3)
        #expect(try await site.generate("app:large", "app:small").exitCode == 0)
        let changed = Self.registry.replacingOccurrences(of: #""height": 32 }"#, with: #""height": 30 }"#)
            .replacingOccurrences(of: #""format": "JPEG""#, with: #""format": "JPEG", "cachefile_namer": "hash""#)
        site.write("specs.json", changed)
        let expected = Sent(bundles: 1, sources: 3, images: 6, queued: 0, dead: 0)
        #expect(try sent(await send(site, "app:large", "app:small", "--bundle-size", "9")) == expected)
        #expect(try sent(await send(site, "app:large", "app:small")).queued == 3)
        let bundle = try await work(site).events().filter { $0.event == "bundle" }
        #expect(bundle.map(\.status) == ["finished"])
        #expect(try await site.generate("app:large", "app:small").summary()?.fresh == 6)
    }

    /// The first worker dies while it makes an image. Its lease is over after a second.
    @Test func theBundleOfAKilledWorkerIsMadeByAnother() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("hang.png", "b.png")
        #expect(try sent(await send(site)).bundles == 1)
        site.makeMailbox("started")
        var environment = site.installFakeWorker()
        environment["STARTED"] = site.path("started")
        let killed = try await site.run(["work", queue, "--lease", "1s"], environment: environment) { signal in
            _ = try await firstLine(ofPipe: site.path("started"))
            try signal(.kill)
        }
        #expect(killed.exitCode == 137)
        #expect(try await status(site) == ["queue \(queue): 0 bundles waiting, 1 taken, 0 dead letters"])
        let result = try await work(site)
        #expect(result.exitCode == 0, "\(result)")
        #expect(site.cacheFiles.count == 2)
        let bundle = try #require(result.outputLines.first { $0.contains(#""event":"bundle""#) })
        #expect(bundle.contains(#""try":2"#))
    }

    @Test func aStoppedWorkerGivesItsBundleBack() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("hang.png")
        _ = try await send(site)
        site.makeMailbox("started")
        var environment = site.installFakeWorker()
        environment["STARTED"] = site.path("started")
        let stopped = try await site.run(["work", queue], environment: environment) { signal in
            _ = try await firstLine(ofPipe: site.path("started"))
            try signal(.terminate)
        }
        #expect(stopped.exitCode == 143, "\(stopped)")
        #expect(try await status(site) == ["queue \(queue): 1 bundle waiting, 0 taken, 0 dead letters"])
        let result = try await work(site)
        #expect(result.exitCode == 0 && result.output.contains(#""try":1"#), "\(result)")
    }

    /// `MEDIA_ROOT` is not mounted on this machine, so its tries do not count. Its canvases do not count as sources.
    @Test(arguments: [true, false]) func aMachineWithoutSourcesUsesNoTry(_ hasFolder: Bool) async throws {
        let (site, other) = (Self.site(photos: 3), Site(Self.registry))
        if hasFolder { other.makeFolder("media") }
        #expect(try sent(await send(site, "--bundle-size", "9")).bundles == 1)
        for _ in 0..<2 {
            let failed = try await work(other, "--tries", "1")
            #expect(failed.exitCode == 1, "\(failed)")
            #expect(failed.errors.contains("none of the 3 sources of the bundle exists on this machine"), "\(failed)")
        }
        #expect(try await status(site) == ["queue \(queue): 1 bundle waiting, 0 taken, 0 dead letters"])
        let result = try await work(site, "--tries", "1")
        #expect(result.exitCode == 0, "\(result)")
        #expect(site.cacheFiles.count == 8)
    }

    /// A bundle contains only the canvases of its shard.
    @Test func aCanvasOfAnotherShardIsSent() async throws {
        let site = Self.site()
        #expect(try await site.generate("app:cover").exitCode == 0)
        // app:card is in shard 2/3, and app:cover is in shard 1/3.
        let first = try sent(await send(site, "--bundle-size", "5"))
        #expect(first == Sent(bundles: 3, sources: 13, images: 25, queued: 0, dead: 0))
        site.write("specs.json", Self.registry.replacing("blue", with: "green"))
        #expect(try sent(await send(site)) == Sent(bundles: 1, sources: 1, images: 1, queued: 13, dead: 0))
        #expect(try sent(await send(site)) == Sent(bundles: 0, sources: 0, images: 0, queued: 14, dead: 0))
        #expect(try await work(site).exitCode == 0)
        #expect(try await site.generate("--check").exitCode == 0)
    }

    /// On this machine, the sources are missing. So the bundle must not count as finished.
    @Test func aBundleThatNoWorkerCanMakeBecomesADeadLetter() async throws {
        let (site, other) = (Self.site(photos: 3), Site(Self.registry))
        other.write("media/notes.txt", [1])
        #expect(try sent(await send(site, "app:small", "--bundle-size", "9")).sources == 3)
        for _ in 0..<2 {
            let failed = try await work(other, "--tries", "2")
            #expect(failed.exitCode == 1, "\(failed)")
            #expect(failed.errors.contains("none of the 3 sources of the bundle exists on this machine"), "\(failed)")
        }
        let lines = try await status(site)
        #expect(lines.first == "queue \(queue): 0 bundles waiting, 0 taken, 1 dead letter")
        #expect(lines.last?.contains("photos/0.png and 2 more sources since 20") == true, "\(lines)")
        #expect(lines.last?.hasSuffix("check MEDIA_ROOT and the registry") == true, "\(lines)")
        let json = try await site.run("status", "--queue", queue, "--json").output
        #expect(json.contains(#""queue":{"waiting":0,"taken":0,"dead_letters":[{"id":""#), "\(json)")
        #expect(json.contains(#""sources":["photos/0.png","photos/1.png","photos/2.png"]"#), "\(json)")
        let again = try await send(site, "app:small")
        #expect(again.exitCode == 1 && again.errors.contains("imagekit work --retry-dead"), "\(again)")
        #expect(try sent(again) == Sent(bundles: 0, sources: 0, images: 0, queued: 0, dead: 3))
        let result = try await work(site, "--retry-dead")
        #expect(result.exitCode == 0, "\(result)")
        #expect(site.cacheFiles.count == 3)
        #expect(try await status(site) == ["queue \(queue): 0 bundles waiting, 0 taken, 0 dead letters"])
    }

    /// The sources exist, but the registry of the worker has another source group.
    @Test func aWorkerWithAnotherRegistryNamesTheRegistry() async throws {
        let site = Self.site(photos: 3)
        #expect(try sent(await send(site, "app:small", "--bundle-size", "9")).sources == 3)
        site.write("specs.json", Self.registry.replacing("{png,jpg}", with: "jpg"))
        let failed = try await work(site)
        #expect(failed.exitCode == 1, "\(failed)")
        #expect(
            failed.errors.contains("the registry on this machine makes no image of the 3 sources of the bundle: use "),
            "\(failed)"
        )
        #expect(try await status(site) == ["queue \(queue): 1 bundle waiting, 0 taken, 0 dead letters"])
    }

    /// A failed image is recorded, so its bundle is finished.
    @Test func aFailedImageIsReported() async throws {
        let site = Self.site(photos: 2)
        site.write("media/photos/broken.png", [1, 2, 3])
        #expect(try sent(await send(site, "app:small")).sources == 3)
        let result = try await work(site)
        #expect(result.exitCode == 1, "\(result)")
        #expect(site.cacheFiles.count == 2)
        #expect(try await site.run("status", "--failed").output.contains("photos/broken.png"))
        #expect(try server.redis("-n", "1", "dbsize") == "0\n")
    }

    @Test func wrongOptionsAreRefused() async throws {
        let site = Self.site(photos: 1)
        for option in [["--check"], ["--shard", "1/2"], ["--manifest", "m.json"]] {
            let result = try await site.run(["generateimages", "--enqueue", queue] + option) { _ in }
            #expect(result.exitCode == 64 && result.errors.contains("--enqueue makes no images"), "\(result)")
        }
        #expect(try await site.run("work", "localhost:6379").exitCode == 64)
        #expect(try await site.run("work", queue, "--tries", "0").exitCode == 64)
        let unset = try await site.run("work", "env:NOT_SET")
        #expect(unset.exitCode == 64 && unset.errors.contains("the variable NOT_SET is not set"), "\(unset)")
        let secret = "unix://:hidden-word@\(server.socket)"
        let refused = try await site.run("work", "env:QUEUE", environment: ["QUEUE": secret])
        #expect(refused.exitCode == 1 && !refused.errors.contains("hidden-word"), "\(refused)")
    }
}
