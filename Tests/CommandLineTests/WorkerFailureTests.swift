import Foundation
import Subprocess
import Testing

/// A worker that crashes, hangs or answers with invalid data affects one image. Signals end a run without incomplete
/// files.
@Suite struct WorkerFailureTests {
    @Test(arguments: [("crash", "crashed"), ("exit", "crashed"), ("flood", "crashed"), ("silent", "crashed")])
    func aCrashFailsOnlyOneSource(_ kind: String, _ code: String) async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png", "\(kind).png", "z.png")
        let environment = site.installFakeWorker()
        let result = try await site.generate("--jobs", "1", environment: environment)
        #expect(result.exitCode == 1)
        let images = try result.images()
        #expect(images.map(\.status) == ["generated", "failed", "generated"])
        #expect(images.filter { $0.status == "failed" }.map(\.error?.code) == [code])
        #expect(images.filter { $0.status == "failed" }.map(\.source) == ["photos/\(kind).png"])
        #expect(site.cacheFiles.count == 2)
        #expect(site.takeJobs().count { $0 == "photos/\(kind).png" } == 2, "the source is retried once")
        // The failure is recorded, so the source is not processed again.
        #expect(try await site.generate(environment: environment).exitCode == 1)
        #expect(site.takeJobs() == [])
    }

    @Test func aCrashIsReportedWithTheLastMessages() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("crash.png")
        let result = try await site.run("generateimages", environment: site.installFakeWorker())
        #expect(result.errors.hasPrefix("error: photos/crash.png: the worker was ended by signal 11 "))
        #expect(result.errors.contains(", saying: last words"))
    }

    /// A crash does not show which image of the job caused it, so imagekit tries each image of the source separately.
    @Test func aCrashIsRetriedForEachImageOfTheSource() async throws {
        let site = Site()
        site.writePhotos("crash.png")
        let environment = site.installFakeWorker()
        #expect(
            try await site.generate(environment: environment).images().map(\.error?.code) == ["crashed", "crashed"]
        )
        #expect(site.takeJobs() == Array(repeating: "photos/crash.png", count: 3))
    }

    /// The worker exits after its first job, so its standard input is closed. When imagekit writes the next job to the
    /// closed pipe, SIGPIPE must not end imagekit.
    @Test func anEndedWorkerDoesNotEndTheRun() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("b.png")
        site.write("media/photos/leave.png", samplePNG(width: 80, height: 80))
        let result = try await site.generate("--jobs", "1", environment: site.installFakeWorker())
        #expect(result.exitCode == 0)
        #expect(try result.summary()?.generated == 2, "the next source is made by another worker")
    }

    /// The worker decodes the source twice and reports each decoding. Each report renews the time limit, but is not the
    /// outcome.
    @Test func aStillAndAnAnimationNeedOneWorker() async throws {
        let site = Site(
            #"""
            {"settings": {"MEDIA_ROOT": "media"}, "source_groups": {"g": {"files": ["a.gif"]}}, "generators": {
             "t:still": {"source": "g", "format": "PNG"}, "t:moving": {"source": "g", "format": "GIF", "animated": true}}}
            """#
        )
        // GIF89a: 1×1 pixels, two colours, and two frames of one pixel.
        let header = Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
        let frame: [UInt8] = [0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]
        site.write("media/a.gif", header + frame + frame + [0x3B])
        site.makeExecutable(
            "counted",
            #"""
            #!/bin/sh
            [ "$1" = query ] || echo start >> starts
            exec "$REAL" "$@"
            """#
        )
        let environment = ["IMAGEKIT_WORKER": site.path("counted"), "REAL": Executables.worker]
        let result = try await site.generate(environment: environment)
        #expect(result.exitCode == 0)
        #expect(try result.summary()?.generated == 2)
        #expect(site.read("starts") == Array("start\n".utf8))
    }

    @Test func messagesOfAWorkerBlockNothing() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("chatty.png")
        let result = try await site.generate(environment: site.installFakeWorker())
        #expect(result.exitCode == 0)
        #expect(try result.summary()?.generated == 1)
    }

    @Test func hangEndsAtTheTimeout() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("hang.png")
        let result = try await site.generate("--timeout", "0.1", environment: site.installFakeWorker())
        #expect(result.exitCode == 1)
        #expect(try result.images().map(\.error?.code) == ["stalled"])
    }

    /// If the decoding of a source exceeds the timeout, it would exceed the timeout again for each image. So imagekit
    /// does not try the images one by one.
    @Test func aSourceThatIsNotDecodedInTimeIsTriedOnce() async throws {
        let site = Site()
        site.writePhotos("hang.png")
        let result = try await site.generate("--timeout", "4", environment: site.installFakeWorker())
        #expect(try result.images().map(\.error?.code) == ["stalled", "stalled"])
        #expect(site.takeJobs() == ["photos/hang.png"])
    }

    @Test func imagesOfADecodedSourceAreTriedOneByOne() async throws {
        let site = Site()
        site.writePhotos("halfway.png")
        let result = try await site.generate("--timeout", "4", environment: site.installFakeWorker())
        #expect(try result.images().map(\.error?.code) == ["stalled", "stalled"])
        #expect(site.takeJobs() == Array(repeating: "photos/halfway.png", count: 3))
    }

    @Test func onlyALineFeedEndsAnAnswer() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("strange.png")
        let result = try await site.generate(environment: site.installFakeWorker())
        #expect(try result.images().map(\.error?.code) == ["corrupt-source"])
        #expect(try result.images().first?.error?.message == "1\u{85}2\u{2028}3\u{2029}4")
    }

    @Test func aMissingWorkerIsReportedWithTheRemedy() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        let result = try await site.run("generateimages", environment: ["IMAGEKIT_WORKER": "/nowhere/worker"])
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("/nowhere/worker"))
        #expect(result.errors.contains("IMAGEKIT_WORKER"))
    }

    // MARK: - Signals

    @Test(arguments: [(Signal.interrupt, Int32(130)), (.terminate, 143)])
    func aSignalKeepsFinishedImages(_ signal: Signal, _ exitCode: Int32) async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png", "b.png")
        // The source with the most pixels is processed first, so the images of a.png and b.png are finished when
        // hang.png starts.
        site.write("media/photos/hang.png", samplePNG(width: 8, height: 8))
        site.makeMailbox("started")
        var environment = site.installFakeWorker()
        environment["STARTED"] = site.path("started")
        let worker = Box()
        let result = try await site.run(
            ["generateimages", "--jobs", "1", "--timeout", "3600"],
            environment: environment
        ) { send in
            worker.pid = try Int32(await firstLine(ofPipe: site.path("started")))
            try send(signal)
        }
        #expect(result.exitCode == exitCode, "\(result.errors)")
        #expect(result.errors == "interrupted: 2 made, 1 left\n")
        let pid = try #require(worker.pid)
        #expect(kill(pid, 0) == -1 && errno == ESRCH)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: site.path("media/CACHE/images/.imagekit/tmp")) == []
        )
        #expect(site.cacheFiles.count == 2)
        #expect(site.cacheFiles.values.allSatisfy { PictureSize(of: $0) == PictureSize(10, 8) })

        // The next run makes the missing images.
        site.write("media/photos/hang.png", samplePNG(width: 9, height: 9))
        let next = try await site.generate()
        #expect(next.exitCode == 0)
        #expect(try next.images().map(\.source) == ["photos/hang.png"])
    }

    /// A busy worker does not read its standard input, so the end of this input does not end the worker. It must end
    /// because its parent has ended.
    @Test func workersEndIfTheirParentIsKilled() async throws {
        let generators = #""app:slow": { "source": "photos", "processors": [{ "exec": ["./slow"] }], "format": "PNG" }"#
        let site = Site(
            Registries.registry(settings: #""MEDIA_ROOT": "media", "allow_exec": true"#, generators: generators)
        )
        site.writePhotos("a.png")
        for name in ["started", "alive"] { site.makePipe(name) }
        site.makeExecutable("slow", "#!/bin/sh\nexec 3> alive\necho $PPID > started\nsleep 60\ntouch survived\n")
        async let end: Void = endOfPipe(site.path("alive"))
        let result = try await site.run(["generateimages", "--timeout", "3600"]) { send in
            _ = try await firstLine(ofPipe: site.path("started"))
            try send(.kill)
        }
        #expect(result.exitCode == 128 + SIGKILL)
        // Only the program has `alive` open for writing, so the end of this pipe shows that the program has ended. The
        // program ends because its worker ends: the watcher of the program then kills the process group.
        try await end
        #expect(!FileManager.default.fileExists(atPath: site.path("survived")))
        #expect(site.cacheFiles.isEmpty)
    }

    private final class Box: @unchecked Sendable {
        // `@unchecked Sendable` is safe: only the closure that `site.run` gets writes `pid`, and the test reads it
        // after the closure has returned.
        var pid: Int32?
    }
}
