import Foundation
import Testing
import TestSupport

/// Tests of `exec` in a registry: the permission, the location of programs, and their end.
@Suite struct ProgramTests {
    private static let allowed = #""MEDIA_ROOT": "media", "allow_exec": true"#

    private func site(_ call: String, settings: String = Self.allowed) -> Site {
        let site = Site(
            Registries.registry(
                settings: settings,
                generators: #""app:own": { "source": "photos", "processors": [{ "exec": \#(call) }], "format": "PNG" }"#
            )
        )
        site.writePhotos("a.png")
        return site
    }

    @Test(arguments: [
        #"["./bin/own.sh", "{width}"]"#, #"{ "command": ["./bin/own.sh", "{width}"], "format": "TIFF" }"#,
    ])
    func runsFromTheRegistrysFolder(_ call: String) async throws {
        let site = site(call)
        site.makeExecutable("bin/own.sh", "#!/bin/sh\necho \"$1\" > width\ncat\n")
        site.makeFolder("elsewhere")
        let result = try await site.run("generateimages", in: "elsewhere")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(site.text("elsewhere/width") == "40\n")
        #expect(site.cacheFiles.count == 1)
    }

    /// The items of a command are texts, so the program gets the digits of a cell and not the number.
    @Test func aCellIsTextInACommand() async throws {
        let site = Site(
            Registries.registry(
                photos: #"{ "list": "rows.csv" }"#,
                settings: Self.allowed,
                generators: """
                    "app:own": {
                        "source": "photos", "format": "PNG",
                        "processors": [{ "exec": ["./own.sh", { "field": "year" }, { "field": "flag" }] }]
                    }
                    """
            )
        )
        site.writePhotos("a.png")
        site.write("rows.csv", "source,year,flag\nphotos/a.png,2026.50,true\n")
        site.makeExecutable("own.sh", "#!/bin/sh\necho \"$*\" > arguments\ncat\n")
        let result = try await site.run("generateimages")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(site.text("arguments") == "2026.50 true\n")
    }

    @Test func bothSpellingsGiveTheSameName() async throws {
        func name(_ call: String) async throws -> String? { try await site(call).generate("-n").images().first?.name }
        let name = try await name(#"["./own.sh", "x"]"#)
        #expect(name != nil)
        #expect(try await self.site(#"{ "command": ["./own.sh", "x"] }"#).generate("-n").images().first?.name == name)
        #expect(try await self.site(#"["./own.sh", "y"]"#).generate("-n").images().first?.name != name)
    }

    @Test(
        arguments: [#""MEDIA_ROOT": "media""#, #""MEDIA_ROOT": "media", "allow_exec": false, "sandbox": "off""#],
        [#"["./own.sh"]"#, #"["./own.sh", { "field": "x", "default": "y" }]"#]
    )
    func noProgramRunsWithoutPermission(_ settings: String, _ call: String) async throws {
        let site = site(call, settings: settings)
        site.makeExecutable("own.sh", "#!/bin/sh\ntouch ran\ncat\n")
        for command in [["validate"], ["generateimages"], ["generateimage", "app:own", "--source", "photos/a.png"]] {
            let result = try await site.run(command) { _ in }
            #expect(result.exitCode == 65)
            #expect(
                result.errors.contains(
                    #"processors[0].exec: exec runs a program: if you trust it, set "allow_exec": true"#
                )
            )
        }
        let given = try await site.run(
            "thumbnail",
            "5x5",
            "photos/a.png",
            "--set",
            "processors=[{\"exec\":\(call)}]"
        )
        #expect(given.exitCode != 0)
        #expect(site.read("ran") == nil)
    }

    @Test func anIncludedRegistryCannotAllowIt() async throws {
        let site = Site(#"{ "include": "app/specs.json" }"#)
        site.write(
            "app/specs.json",
            #"{"settings": {"allow_exec": true}, "generators": {"a": {"processors": [{"exec": ["true"]}]}}}"#
        )
        let result = try await site.run("validate")
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("settings belong in the top-level registry"))
        #expect(result.errors.contains("exec runs a program"))
    }

    /// Paths are relative to the registry that contains them, even if another registry uses the chain.
    @Test func includedChainsKeepTheirFolder() async throws {
        let site = Site(
            #"{"include": "*/specs.json", "settings": {"MEDIA_ROOT": "media", "allow_exec": true}, "source_groups": {"photos": {"glob": "photos/*"}}}"#
        )
        site.writePhotos("a.png", width: 8, height: 8)
        site.write(
            "brand/specs.json",
            #"{"processors": {"brand:mark": [{"ImageOverlay": ["logo.png"]}, {"exec": ["./mark.sh"]}]}}"#
        )
        site.write("brand/logo.png", samplePNG(width: 8, height: 8, seed: 5))
        site.makeExecutable("brand/mark.sh", "#!/bin/sh\ntouch marked\ncat\n")
        site.write(
            "shop/specs.json",
            #"{"generators": {"shop:a": {"source": "photos", "processors": ["brand:mark"], "format": "PNG"}, "shop:b": {"source": "photos", "processors": [{"ImageOverlay": ["logo.png"]}], "format": "PNG"}}}"#
        )
        site.write("shop/logo.png", samplePNG(width: 8, height: 8, seed: 9))
        let result = try await site.generate()
        #expect(result.exitCode == 0, "\(result.errors) \(result.output)")
        #expect(site.read("marked") != nil)
        // Two overlays with the same name in different folders are two images.
        #expect(Set(try result.images().compactMap(\.name)).count == 2)
        #expect(Set(site.cacheFiles.values).count == 2)
    }

    @Test func aFailureConcernsOneImage() async throws {
        let site = site(#"["./own.sh", "{height}"]"#)
        site.writePhotos("a.png", "b.png")
        site.write("media/photos/c.png", samplePNG(width: 40, height: 31))
        site.makeExecutable("own.sh", "#!/bin/sh\n[ \"$1\" = 30 ] || { echo not that high >&2; exit 4; }\ncat\n")
        let result = try await site.generate()
        #expect(result.exitCode == 1)
        let failed = try result.images().filter { $0.status == "failed" }
        #expect(failed.map(\.source) == ["photos/c.png"])
        #expect(failed.first?.error?.code == "processor-failed")
        #expect(failed.first?.error?.message.hasSuffix("/own.sh ended with exit code 4: not that high") == true)
    }

    @Test func itsOutputCanHaveMaxPixels() async throws {
        let site = site(#"["cat", "large.png"]"#)
        site.write("large.png", samplePNG(width: 60, height: 50))
        #expect(try await site.generate("--max-pixels", "3000").exitCode == 0)
        let result = try await site.generate("--force", "--max-pixels", "2999")
        let message = "cat wrote no image: 60×50 = 3000 pixels is more than max_pixels, 2999"
        #expect(try result.images().map(\.error?.message) == [message])
    }

    /// A worker ignores the signals that its parent handles, but a program that the worker starts must not ignore these
    /// signals.
    @Test func signalsEndAProgram() async throws {
        let site = site(#"["sh", "-c", "kill -TERM $$; sleep 1000"]"#)
        let result = try await site.generate()
        #expect(try result.images().map(\.error?.message) == ["sh was ended by signal 15"])
    }

    /// After the timeout, the worker ends together with the program and the processes that the program started.
    @Test func timeEndsAllOfIt() async throws {
        let site = site(#"["./own.sh"]"#)
        let alive = try LifetimePipe(site.path("alive"))
        site.makeExecutable("own.sh", "#!/bin/sh\nexec 3> alive\necho $$ > self\nsleep 1000 &\nwait\n")
        // A busy machine can need more than 3 seconds to start the program. If the program did not start, try a longer
        // timeout.
        for timeout in ["3", "15", "60"] where site.text("self") == nil {
            let result = try await site.generate("--force", "--timeout", timeout)
            #expect(try result.images().map(\.error?.code) == ["stalled"])
        }
        #expect(site.text("self") != nil)
        #expect(await alive.end(), "a process is still running")
    }
}
