import Testing

@Suite struct TimeBudgetTests {
    @Test func noImageIsStartedAfterIt() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        let none = try await site.generate("--time-budget", "0s")
        #expect(none.exitCode == 0)
        let summary = try #require(try none.summary())
        #expect(summary.generated == 0 && summary.left == 4)
        #expect(
            try await site.run("generateimages", "--time-budget", "0s").errors.hasPrefix(
                "0 generated, 0 fresh, 4 left in "
            )
        )
        #expect(site.cacheFiles.isEmpty)
        let next = try await site.generate("--time-budget", "1h30m")
        let made = try #require(try next.summary())
        #expect(made.generated == 4 && made.left == 0)
        let last = try #require(try await site.generate("--time-budget", "1h").summary())
        #expect(last.fresh == 4 && last.left == 0)
    }

    /// The worker is asked about an operation of libvips while the registry is read. The answer takes the complete
    /// budget.
    @Test func readingTheRegistryCounts() async throws {
        let site = Site(
            Registries.registry(
                generators: #""a": { "source": "photos", "processors": [{ "vips": ["invert"] }], "format": "PNG" }"#
            )
        )
        site.writePhotos("a.png")
        site.makeExecutable("slow", "#!/bin/sh\n[ \"$1\" != query ] || sleep 1\nexec \"$REAL\" \"$@\"\n")
        let environment = ["IMAGEKIT_WORKER": site.path("slow"), "REAL": Executables.worker]
        let result = try await site.generate("--time-budget", "1s", environment: environment)
        #expect(result.exitCode == 0, "\(result)")
        #expect(try result.summary()?.left == 1 && site.cacheFiles.isEmpty)
    }

    /// The largest sources never finish decoding. Each run stops at its budget, and repeated runs make all other
    /// images.
    @Test(arguments: ["1", "2"]) func repeatedRunsMakeWhatCanBeMade(jobs: String) async throws {
        let site = Site(Registries.oneGenerator)
        let (hostile, good) = (3, 6)
        for number in 0..<good { site.writePhotos("\(number).png", width: 10 + number) }
        for number in 0..<hostile { site.writePhotos("hang-\(number).png", width: 50 + number) }
        let environment = site.installFakeWorker()
        var (left, runs) = (Int.max, 0)
        // On a busy machine, the first budgets can be too short to start a worker.
        while left > hostile, runs < 40 {
            let budget = "\(1 + runs / 4)s"
            let run = try await site.generate(
                "--jobs",
                jobs,
                "--timeout",
                "3600",
                "--time-budget",
                budget,
                environment: environment
            )
            #expect(run.exitCode == 0)
            let summary = try #require(try run.summary())
            #expect(summary.failed == 0)
            (left, runs) = (summary.left ?? 0, runs + 1)
        }
        #expect(left == hostile)
        #expect(site.cacheFiles.count == good)
        #expect(site.takeJobs().prefix(Int(jobs) ?? 0).allSatisfy { $0.contains("hang") }, "the largest come first")
        let next = try await site.generate(
            "--jobs",
            jobs,
            "--timeout",
            "3600",
            "--time-budget",
            "1s",
            environment: environment
        )
        #expect(next.exitCode == 0)
        #expect(next.errors.contains("more time than the time budget"))
        // Without a budget, the largest sources fail like any other slow source.
        let whole = try await site.generate("--jobs", jobs, "--timeout", "0.1", environment: environment)
        #expect(whole.exitCode == 1)
        #expect(try whole.summary()?.failed == hostile)
    }

    /// A run processes a new source before the sources that used up the time of earlier runs.
    @Test func aNewSourceComesBeforeThoseThatUsedUpTheTime() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("hang.png", width: 60)
        let environment = site.installFakeWorker()
        let first = try await site.generate(
            "--jobs",
            "1",
            "--timeout",
            "3600",
            "--time-budget",
            "2s",
            environment: environment
        )
        #expect(try first.summary()?.left == 1)
        site.writePhotos("new.png")
        _ = site.takeJobs()
        _ = try await site.generate(
            "--jobs",
            "1",
            "--timeout",
            "3600",
            "--time-budget",
            "3s",
            environment: environment
        )
        #expect(site.takeJobs().first == "photos/new.png")
    }

    @Test(arguments: ["10", "m", "1h1h", "1m1h", "-1s", "1.5h", "", "10 m", "99999999d"])
    func noDuration(_ text: String) async throws {
        let result = try await Site().generate("--time-budget=\(text)")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("--time-budget"))
    }
}
