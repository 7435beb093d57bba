import Foundation
import Testing

@Suite struct DoctorTests {
    private func answer(_ result: CommandResult) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    @Test func reportsTheActiveSettings() async throws {
        let site = Site(
            Registries.registry(
                settings: #""MEDIA_ROOT": "media", "max_pixels": 123, "IMAGEKIT_CACHE_BACKEND": "memory""#,
                generators: #""a": { "source": "photos" }"#
            )
        )
        site.makeFolder("media/photos")
        let text = try await site.run("doctor")
        #expect(text.exitCode == 0, "\(text.output)")
        for line in [
            "imagekit", "user", "MEDIA_ROOT", "cache", "lock", "sources", "worker", "libvips", "reads", "writes",
            "sandbox", "max_pixels", "state",
        ] {
            #expect(text.outputLines.contains { $0.hasPrefix(line + " ") }, "\(line)")
        }
        let answer = try answer(try await site.run("doctor", "--json"))
        #expect((answer["limits"] as? [String: String])?["max_pixels"] == "123")
        #expect(answer["state"] as? String == "memory")
        #expect(((answer["libvips"] as? [String: Any])?["reads"] as? [String])?.contains("JPEG") == true)
        #if os(Linux)
            let inForce = (answer["sandbox"] as? [String: Any])?["in_force"] as? [String]
            #expect(inForce?.contains("seccomp filter") == true)
            #expect(inForce?.contains("limit of memory") == true)
            if inForce?.contains(where: { $0.hasPrefix("Landlock") }) == true {
                let readable = (answer["sandbox"] as? [String: Any])?["readable"] as? [String]
                #expect(readable?.contains("/usr") == true)
                #expect(readable?.contains("/") == false)
                #expect(text.outputLines.contains { $0.hasPrefix("readable ") && $0.contains("/usr") })
            }
        #endif
        #expect(!FileManager.default.fileExists(atPath: site.path("media/CACHE")), "it writes nothing")
    }

    @Test func pathsAreAbsolute() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        site.write("media/photos/c.png", "no picture")
        _ = try await site.run("generateimages")
        let result = try await site.run("doctor", "--json", in: "media")
        let answer = try answer(result)
        #expect(result.exitCode == 0 && answer["registry"] as? String == site.path("specs.json"))
        let root = answer["media_root"] as? [String: Any]
        #expect(root?["path"] as? String == site.path("media") && root?["writable"] as? Bool == true)
        #expect((answer["cache_folder"] as? [String: Any])?["path"] as? String == site.path("media/CACHE/images"))
        #expect(answer["sources"] as? Int == 3 && answer["failed_sources"] as? Int == 1)
    }

    /// Each case is a registry with which no image can be made, and the reason that the command prints.
    @Test(arguments: [
        ("{", "specs.json:1:"), (#"{ "settings": { "MEDIA_ROOT": "none" } }"#, "there is no folder "),
    ])
    func isNotSoundIfNoImageCouldBeMade(registry: String, message: String) async throws {
        let result = try await Site(registry).run("doctor")
        #expect(result.exitCode == 1)
        #expect(result.outputLines.contains { $0.hasPrefix("error ") && $0.contains(message) }, "\(result.output)")
    }

    @Test(.enabled(if: geteuid() != 0, "root can write every file"))
    func namesTheOwnerOfAFolderThatIsNotWritable() async throws {
        let site = Site()
        site.writePhotos("a.png")
        chmod(site.path("media"), 0o555)
        defer { chmod(site.path("media"), 0o755) }
        let result = try await site.run("doctor")
        #expect(result.exitCode == 1 && result.output.contains("cannot write in \(site.path("media")): "))
        #expect(result.output.contains("run chmod u+rwX \(site.path("media"))"))
    }

    #if os(Linux)
        @Test func namesTheProcessThatHoldsTheLock() async throws {
            let site = Site()
            site.writePhotos("a.png")
            #expect(try await site.run("generateimages").exitCode == 0)
            let lock = open(site.path("media/CACHE/images/.imagekit/lock"), O_RDWR | O_CLOEXEC)
            defer { close(lock) }
            #expect(try await site.run("doctor").outputLines.contains { $0.contains(/^lock +free$/) })
            #expect(flock(lock, LOCK_EX) == 0)
            let result = try await site.run("doctor")
            #expect(result.output.contains("held by pid \(getpid()) ("), "\(result.output)")
        }
    #endif

    @Test func limitsHaveUnits() async throws {
        let site = Site(
            Registries.registry(
                settings: #""MEDIA_ROOT": "media", "max_memory": 1500000000, "timeout": 2.5"#,
                generators: #""a": { "source": "photos" }"#
            )
        )
        site.makeFolder("media")
        let lines = try await site.run("doctor").outputLines
        for line in [/^max_pixels +100,000,000$/, /^max_memory +1500MB$/, /^timeout +2\.5 s$/] {
            #expect(lines.contains { $0.contains(line) }, "\(lines)")
        }
    }

    @Test func needsNoRegistry() async throws {
        let result = try await Site(nil).run("doctor")
        #expect(result.exitCode == 0 && result.output.contains(/registry +none: the defaults are used/))
    }

    @Test func aDisabledSandboxIsNotReportedAsActive() async throws {
        let answer = try answer(try await Site().run("doctor", "--json", environment: ["IMAGEKIT_SANDBOX": "off"]))
        #expect((answer["sandbox"] as? [String: Any])?["setting"] as? String == "off")
        #expect(((answer["sandbox"] as? [String: Any])?["in_force"] as? [String])?.contains("seccomp filter") == false)
    }

    @Test func aWorkerThatDoesNotRun() async throws {
        let site = Site()
        #expect(try await site.run("doctor", environment: ["IMAGEKIT_WORKER": "/nowhere"]).exitCode == 1)
        site.makeExecutable("worker", "#!/bin/sh\necho cannot be confined >&2\nexit 77\n")
        let result = try await site.run("doctor", environment: ["IMAGEKIT_WORKER": site.path("worker")])
        #expect(result.exitCode == 1)
        #expect(result.output.contains("cannot be confined"))
    }
}
