import Foundation
import Testing

@Suite struct DoctorTests {
    private func answer(_ result: CommandResult) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    @Test func saysWhatIsInForce() async throws {
        let site = Site(
            Registries.registry(
                settings: #""MEDIA_ROOT": "media", "max_pixels": 123, "IMAGEKIT_CACHE_BACKEND": "memory""#,
                generators: #""a": { "source": "photos" }"#
            )
        )
        let text = try await site.run("doctor")
        #expect(text.exitCode == 0)
        for line in ["imagekit", "worker", "libvips", "reads", "writes", "sandbox", "max_pixels", "state"] {
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
        #expect(!FileManager.default.fileExists(atPath: site.path("media")), "it writes nothing")
    }

    @Test func whatIsOffIsNotInForce() async throws {
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
