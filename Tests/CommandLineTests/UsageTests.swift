import Testing

/// A usage error ends with the exit code 64 and a message with the correct usage.
@Suite struct UsageTests {
    @Test(arguments: [
        ["generateimages", "--no-such-option"], ["generateimages", "--jobs", "0"], ["generateimages", "--jobs", "x"],
        ["generateimages", "--timeout", "0"], ["generateimages", "-q", "-v"],
        ["generateimages", "--log-format", "xml"],
        ["generateimages", "--progress", "often"], ["generateimages", "--only-source", "photos/["],
        ["generateimages", "--check", "--manifest", "m.json"], ["no-such-command"],
    ])
    func wrongUsage(_ arguments: [String]) async throws {
        let site = Site()
        site.writePhotos("a.png")
        let before = site.snapshot
        let result = try await site.run(arguments) { _ in }
        #expect(result.exitCode == 64)
        #expect(result.output == "")
        #expect(result.errors.lowercased().contains("error: "))
        #expect(site.snapshot == before)
    }

    @Test func aPatternThatMatchesNothingIsReportedWithTheExistingIds() async throws {
        let site = Site()
        let result = try await site.run("generateimages", "app:smal")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("no generator matches \"app:smal\""))
        #expect(result.errors.contains("did you mean"))
        #expect(result.errors.contains("app:large, app:small"))
    }

    /// Every pattern must match a generator.
    @Test func everyPatternMustMatch() async throws {
        let site = Site()
        site.writePhotos("a.png")
        #expect(try await site.run("generateimages", "app", "nothing").exitCode == 64)
        #expect(site.cacheFiles.isEmpty)
    }

    @Test(arguments: ["version", "-V", "--version"]) func versionIsPrinted(argument: String) async throws {
        let result = try await Site(nil).run(argument)
        #expect(result.exitCode == 0 && result.output.contains(/^\d+\.\d+\.\d+( \(.*\))?\n$/) && result.errors == "")
    }

    @Test(arguments: [["--help"], ["generateimages", "--help"], ["--version"]])
    func helpNeedsNoRegistry(_ arguments: [String]) async throws {
        let result = try await Site(nil).run(arguments) { _ in }
        #expect(result.exitCode == 0)
        #expect(result.output != "")
        #expect(result.errors == "")
    }

    /// With less than 27 columns, ArgumentParser would print no descriptions.
    @Test(arguments: ["0", "20", "26"]) func helpIsCompleteOnANarrowTerminal(_ columns: String) async throws {
        for arguments in [["help", "validate"], ["validate", "--help"]] {
            let result = try await Site(nil).run(arguments, environment: ["COLUMNS": columns]) { _ in }
            #expect(result.exitCode == 0 && result.errors == "")
            #expect(result.output.contains("Show the"), "\(result.output)")
        }
    }

    @Test(arguments: [
        (["generate-images"], "did you mean \"generateimages\"?", "imagekit <subcommand>"),
        (["validat"], "did you mean \"validate\"?", "imagekit <subcommand>"),
        (["help", "validat"], "did you mean \"validate\"?", "imagekit <subcommand>"),
        (["xyzzy"], "There is no command \"xyzzy\".", "imagekit <subcommand>"),
        (["generateimages", "--only-sourc=x"], "Did you mean '--only-source'?", "imagekit generateimages ["),
        (["generateimages", "--bundle-size", "9"], "an option of --enqueue", "imagekit generateimages ["),
        (["generateimages", "--manifest", ""], "--manifest is empty", "imagekit generateimages ["),
        (["thumbnail", "big", "a.png"], "\"big\" is not a size", "imagekit thumbnail ["),
        (["generateimage", "app:small"], "app:small needs a source", "imagekit generateimage ["),
        (["list", "--registry", ""], "--registry is empty", "imagekit list ["),
        (["html", ""], "the path of the folder is empty", "imagekit html ["),
        (["state", "merge", ""], "the path of a state is empty", "imagekit state "),
        (["import-django", "--python", ""], "--python is empty", "imagekit import-django ["),
    ])
    func anErrorSuggestsTheNearestAndShowsTheUsage(_ arguments: [String], _ message: String, _ usage: String)
        async throws
    {
        let result = try await Site().run(arguments) { _ in }
        #expect(result.exitCode == 64)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.errorLines.contains { $0.hasPrefix("Usage: \(usage)") }, "\(result.errors)")
    }

    @Test func listShowsGeneratorsWithTheirSources() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        let result = try await site.run("list")
        #expect(result.exitCode == 0)
        #expect(result.outputLines.count == 2)
        #expect(result.outputLines.first?.contains("app:large") == true)
        #expect(result.outputLines.allSatisfy { $0.contains("2 sources") })
        #expect(try await site.run("list", "app:s*").outputLines.count == 1)
        #expect(try await site.run("list", "x").exitCode == 64)
    }
}
