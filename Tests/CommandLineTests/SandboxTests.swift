import Foundation
import Testing

/// Tests of the confinement of workers, and of files that must not leave the cache folder.
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
        #expect(try await site.generate(environment: site.installSpy()).exitCode == 0)
        let confinement = try #require(site.text("confinement"))
        #expect(confinement.contains(#""sandbox":"auto""#))
        #expect(confinement.contains(#""writable":["\#(site.path("media/CACHE/images"))"]"#))
        #expect(confinement.contains(#""memory":1073741824"#))
        #expect(confinement.contains(#""runsPrograms":false"#))
    }

    /// Makes the images of a site. Returns the confinement and the environment that the worker received.
    private func workerInput(
        _ site: Site,
        environment: [String: String] = [:]
    ) async throws -> (confinement: String, seen: String) {
        #expect(try await site.generate(environment: site.installSpy().merging(environment) { $1 }).exitCode == 0)
        return (try #require(site.text("confinement")), try #require(site.text("seen")))
    }

    @Test func onlyPathsOfFilesWidenWhatCanBeRead() async throws {
        let processors = #"""
            { "Text": { "text": "/" } }, { "Text": ["/etc", "/var"] },
            { "ImageOverlay": ["{stamp}"] }
            """#
        let site = Site()
        site.makeFolder("elsewhere")
        let stamp = site.path("elsewhere") + "/stamp.png"
        site.write(
            "specs.json",
            Registries.registry(
                settings: #""MEDIA_ROOT": "media""#,
                generators: #""a": { "source": "photos", "format": "PNG", "processors": [\#(processors)] }"#
                    .replacingOccurrences(of: "{stamp}", with: stamp)
            )
        )
        site.writePhotos("a.png")
        try FileManager.default.copyItem(atPath: site.path("media/photos/a.png"), toPath: stamp)
        let confinement = try await workerInput(site).confinement
        let root = site.path("x").dropLast(2)
        #expect(confinement.contains(#""readable":["\#(root)","\#(stamp)","\#(root)/media"]"#))
    }

    @Test func variablesOfLibrariesDoNotReachAWorker() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        let dropped = ["VIPS_NOVECTOR": "1", "G_DEBUG": "", "GIO_EXTRA_MODULES": "/nowhere", "PANGO_LANGUAGE": "en"]
        let kept = ["GIT_DIR": "kept", "LD_LIBRARY_PATH": "/kept"]
        let seen = try await workerInput(site, environment: dropped.merging(kept) { $1 }).seen
        let names = Set(seen.split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) })
        #expect(names.isDisjoint(with: dropped.keys))
        #expect(names.isSuperset(of: ["GIT_DIR", "LD_LIBRARY_PATH", "PATH"]))
    }

    /// If required confinement is not available, the run fails.
    @Test func anUnavailableRequiredSandboxEndsTheRun() async throws {
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
    func linksInTheCacheTreeAreNotFollowed(_ sandbox: String) async throws {
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
        // After the link is removed, all images are made.
        try FileManager.default.removeItem(atPath: link)
        #expect(try await site.generate().exitCode == 0)
    }

    /// The cache folder itself can be a link.
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
