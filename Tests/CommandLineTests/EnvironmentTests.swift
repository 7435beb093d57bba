import Foundation
import Testing

/// Tests which environment variables change a run.
@Suite struct EnvironmentTests {
    /// Environment variables that a CI system, a shell or another program sets.
    static let foreign = [
        "timeout": "5m", "TIMEOUT": "0", "sandbox": "true", "SANDBOX": "required", "allow_exec": "true",
        "ALLOW_EXEC": "true", "max_pixels": "1", "MAX_PIXELS": "1", "max_memory": "1", "allow_formats": "GIF",
        "CACHE_TIMEOUT": "x",
    ]

    @Test func namesWithoutThePrefixChangeNothing() async throws {
        let (bare, foreign) = (Self.site(), Self.site())
        let expected = try await bare.generate()
        let result = try await foreign.generate(environment: Self.foreign)
        #expect(expected.exitCode == 0 && result.exitCode == 0, "\(result.errors)")
        #expect(foreign.cacheFiles == bare.cacheFiles)
        #expect(!foreign.cacheFiles.isEmpty)
    }

    @Test(arguments: [
        (["IMAGEKIT_TIMEOUT": "5m"], #"IMAGEKIT_TIMEOUT: "5m" is not a number of seconds above 0 and below 1000000"#),
        (["IMAGEKIT_SANDBOX": "true"], #"IMAGEKIT_SANDBOX: "true" is not one of auto, required, off"#),
        (["IMAGEKIT_MAX_PIXELS": "0"], "IMAGEKIT_MAX_PIXELS: 0 is not a whole number above 0"),
        (
            ["MEDIA_ROOT": "/m"],
            "MEDIA_ROOT: ImageKit does not read it: set IMAGEKIT_MEDIA_ROOT instead, or unset MEDIA_ROOT"
        ),
        (
            ["MEDIA_URL": "/m/"],
            "MEDIA_URL: ImageKit does not read it: set IMAGEKIT_MEDIA_URL instead, or unset MEDIA_URL"
        ),
        (
            ["IMAGEKIT_ALLOW_EXEC": "true"],
            #"IMAGEKIT_ALLOW_EXEC: allow_exec is not read from the environment: set "allow_exec" in the settings of the "#
                + "top-level registry, and unset IMAGEKIT_ALLOW_EXEC"
        ),
    ])
    func aWrongVariableEndsTheRun(_ environment: [String: String], _ message: String) async throws {
        for command in ["generateimages", "list", "validate", "status"] {
            let site = Self.site()
            let before = site.snapshot
            let result = try await site.run(command, environment: environment)
            #expect(result.exitCode == 65)
            #expect(result.errors == "environment variable \(message)\n")
            #expect(site.snapshot == before)
        }
    }

    @Test func formerNamesAreAcceptedTogetherWithTheirSuccessors() async throws {
        let site = Self.site()
        let result = try await site.generate(
            environment: [
                "MEDIA_ROOT": "/elsewhere", "MEDIA_URL": "/x/", "IMAGEKIT_MEDIA_ROOT": "media",
                "IMAGEKIT_MEDIA_URL": "/media/",
            ]
        )
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(!site.cacheFiles.isEmpty)
    }

    /// `exec` runs a program only if the registry itself allows it.
    @Test(arguments: ["allow_exec", "ALLOW_EXEC", "IMAGEKIT_ALLOW_EXEC"])
    func noVariableAllowsPrograms(_ name: String) async throws {
        let site = Site(
            Registries.registry(
                generators: #""app:run": { "source": "photos", "processors": [{ "exec": ["touch", "ran"] }] }"#
            )
        )
        site.writePhotos("a.png")
        let result = try await site.generate(environment: [name: "true"])
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("exec runs a program"))
        #expect(site.read("ran") == nil && site.cacheFiles.isEmpty)
    }

    @Test func anEmptyVariableCountsAsNotSet() async throws {
        let names = [
            "IMAGEKIT_TIMEOUT", "IMAGEKIT_SANDBOX", "IMAGEKIT_MEDIA_ROOT", "MEDIA_ROOT", "IMAGEKIT_ALLOW_EXEC",
        ]
        let site = Self.site()
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
        #expect(try await site.generate(environment: environment).exitCode == 0)
        #expect(!site.cacheFiles.isEmpty)
    }

    // MARK: - The command line

    @Test func theCommandLineOverridesTheEnvironment() async throws {
        let site = Self.site()
        let environment = ["IMAGEKIT_MAX_PIXELS": "1", "IMAGEKIT_TIMEOUT": "30"]
        #expect(try await site.generate(environment: environment).images().map(\.error?.code) == ["too-large"])
        #expect(try await site.generate("--max-pixels", "1200", environment: environment).exitCode == 0)
    }

    @Test(arguments: [
        (["--max-pixels", "0"], "'0' is invalid for '--max-pixels <count>': give a whole number above 0"),
        (["--max-frames", "x"], "'x' is invalid for '--max-frames <count>': give a whole number above 0"),
        (
            ["--max-memory", "1TB"],
            #"'1TB' is invalid for '--max-memory <bytes>': give a number of bytes above 0, such as 1048576, "500MB" or "1GiB""#
        ),
        (
            ["--timeout", "5m"],
            "'5m' is invalid for '--timeout <seconds>': give a number of seconds above 0 and below 1000000"
        ),
        (
            ["--sandbox", "yes"],
            "'yes' is invalid for '--sandbox <auto|required|off>': give one of auto, required, off"
        ),
    ])
    func aWrongOptionIsReportedWithNameValueAndRemedy(_ arguments: [String], _ message: String) async throws {
        let result = try await Self.site().run(["generateimages"] + arguments) { _ in }
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("Error: The value \(message)\n"), "\(result.errors)")
    }

    /// The help of each command that makes images lists the options with their defaults.
    @Test(arguments: ["generateimages", "generateimage", "thumbnail", "process", "watch"])
    func theHelpDescribesLimits(_ command: String) async throws {
        let help = try await Self.site().run(command, "--help").output
        let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let option = "--max-file-size <bytes> Refuse sources and overlays with more bytes than this. Default: 1GiB."
        #expect(words.contains(option), "\(help)")
        let timeout = "Stop the worker if decoding a source, or making one of its images, takes more seconds than this."
        #expect(words.contains("--timeout <seconds> \(timeout) Default: 60."))
    }

    private static func site() -> Site {
        let site = Site(
            Registries.registry(
                generators:
                    #""app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }"#
            )
        )
        site.writePhotos("a.png")
        return site
    }
}
