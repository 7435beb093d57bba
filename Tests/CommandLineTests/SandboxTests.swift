import Foundation
import Testing

/// How workers are confined, and what never leaves the cache folder.
@Suite struct SandboxTests {
    @Test func confinedWorkersMakeTheSameFiles() async throws {
        var trees: [[String: [UInt8]]] = []
        for sandbox in ["off", "auto"] {
            let site = Site()
            site.writePhotos("a.png", "deep/b.png")
            #expect(try await site.generate(environment: ["IMAGEKIT_SANDBOX": sandbox]).exitCode == 0)
            trees.append(site.cacheFiles)
        }
        #expect(trees[0] == trees[1])
        #expect(trees[0].count == 4)
    }

    @Test func workersOfARunAreConfined() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        // What the worker is told, and what the kernel says of the process that it then is.
        site.makeExecutable("spy", "#!/bin/sh\necho \"$1\" > confinement\nexec \"$REAL\" \"$@\"\n")
        let environment = ["IMAGEKIT_WORKER": site.path("spy"), "REAL": Executables.worker]
        #expect(try await site.generate(environment: environment).exitCode == 0)
        let told = try #require(site.text("confinement"))
        #expect(told.contains(#""sandbox":"auto""#))
        #expect(told.contains(#""writable":["\#(site.path("media/CACHE/images"))"]"#))
        #expect(told.contains(#""memory":1073741824"#))
        #expect(told.contains(#""runsPrograms":false"#))
    }

    /// What is required is never left out in silence.
    @Test func whatIsRequiredMayNotBeHad() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        site.makeExecutable(
            "worker",
            "#!/bin/sh\necho '\"sandbox\" is \"required\", but this kernel has no Landlock' >&2\nexit 77\n"
        )
        let result = try await site.run(
            "generateimages",
            environment: ["IMAGEKIT_SANDBOX": "required", "IMAGEKIT_WORKER": site.path("worker")]
        )
        #expect(result.exitCode == 1)
        #expect(result.errors.contains(#""sandbox" is "required", but this kernel has no Landlock"#))
        #expect(site.cacheFiles.isEmpty)
    }

    @Test func programsCannotBeConfined() async throws {
        let site = Site(
            Registries.registry(
                settings: #""MEDIA_ROOT": "media", "allow_exec": true, "sandbox": "required""#,
                generators: #""a": { "source": "photos", "processors": [{ "exec": ["cat"] }], "format": "PNG" }"#
            )
        )
        let result = try await site.run("validate")
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("exec runs a program, which cannot be confined"))
    }

    @Test(arguments: ["off", "auto"])
    func linksInTheCacheTreeLeadNowhere(_ sandbox: String) async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        site.makeFolder("elsewhere")
        site.makeFolder("media/CACHE/images")
        let link = site.path("media/CACHE/images/photos")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: site.path("elsewhere"))
        let result = try await site.generate(environment: ["IMAGEKIT_SANDBOX": sandbox])
        #expect(result.exitCode == 1)
        #expect(try result.images().map(\.error?.code) == ["cannot-write"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.path("elsewhere")) == [])
        // Once it is gone, nothing else stands in the way.
        try FileManager.default.removeItem(atPath: link)
        #expect(try await site.generate().exitCode == 0)
    }

    /// The cache folder itself may be kept elsewhere.
    @Test func theCacheFolderMayBeALink() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        site.makeFolder("elsewhere")
        site.makeFolder("media/CACHE")
        try FileManager.default.createSymbolicLink(
            atPath: site.path("media/CACHE/images"),
            withDestinationPath: site.path("elsewhere")
        )
        #expect(try await site.generate().exitCode == 0)
        #expect(FileManager.default.fileExists(atPath: site.path("elsewhere/photos")))
    }
}
