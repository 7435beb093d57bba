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

    @Test(arguments: ["10", "m", "1h1h", "1m1h", "-1s", "1.5h", "", "10 m", "99999999d"])
    func noDuration(_ text: String) async throws {
        let result = try await Site().generate("--time-budget=\(text)")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("--time-budget"))
    }
}
