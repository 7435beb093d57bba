import Testing

/// An untrusted registry, for example from a pull request, can neither read other files nor run programs.
@Suite struct UntrustedRegistryCommandTests {
    private static let commands = [
        ["validate"], ["list"], ["generateimages"], ["generateimages", "--check"], ["status"], ["doctor"],
    ]

    @Test(arguments: commands) func nothingIsReadOrRun(_ command: [String]) async throws {
        let site = Site(
            #"""
            {"settings": {"MEDIA_ROOT": "media", "allow_exec": true}, "source_groups": {
             "a": {"command": ["./own.sh"]}, "b": {"list": "../OTHER"}},
             "generators": {"a": {"source": ["a", "b"], "format": "PNG"}}}
            """#.replacing("OTHER", with: "imagekit-secret.txt")
        )
        site.makeFolder("media")
        site.makeExecutable("own.sh", "#!/bin/sh\ntouch ran\n")
        let result = try await site.run(command + ["--untrusted-registry"]) { _ in }
        #expect(result.exitCode == (command == ["doctor"] ? 1 : 65))
        #expect((result.errors + result.output).contains("an untrusted registry runs no program"))
        #expect(site.read("ran") == nil)
    }

    @Test func aHarmlessRegistryWorks() async throws {
        let site = Site()
        site.writePhotos("a.png")
        let result = try await site.generate("--untrusted-registry")
        #expect(result.exitCode == 0)
        #expect(try result.summary()?.generated == 2)
    }

    /// If the list were accepted, each of its lines would be printed as the name of a missing source.
    @Test func aForeignFileIsNotPrinted() async throws {
        let site = Site(
            #"{"source_groups": {"a": {"list": "secret/token"}}, "generators": {"a": {"source": "a", "format": "PNG"}}}"#,
            neighbour: Site(nil)
        )
        let neighbour = try #require(site.neighbour)
        neighbour.write("token", "a token of one line\n")
        try site.link("secret", to: neighbour.path)
        for command in [["generateimages"], ["list"], ["generateimages", "--check"], ["status"]] {
            let result = try await site.run(command) { _ in }
            #expect(result.exitCode == 65)
            #expect(!(result.errors + result.output).contains("a token"))
            #expect(result.errors.contains("is it a list of names?"))
        }
    }
}
