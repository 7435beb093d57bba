import Foundation
import Testing

/// If only the names of images change, the files are renamed and not made again.
@Suite struct AdoptionTests {
    static let noWorker = ["IMAGEKIT_WORKER": "/nowhere"]

    static func registry(_ namer: String, id: String = "app:small", other: String? = nil) -> String {
        let spec = #""source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG""#
        let second = other.map { #", "app:twin": { \#(spec), "cachefile_namer": "\#($0)" }"# } ?? ""
        return Registries.registry(generators: #""\#(id)": { \#(spec), "cachefile_namer": "\#(namer)" }"# + second)
    }

    static func madeSite(_ registry: String) async throws -> Site {
        let site = Site(registry)
        site.writePhotos("a.png", "sub/b.png", "c.png")
        #expect(try await site.generate().exitCode == 0)
        return site
    }

    /// Returns the inode of each cache file, with the bytes of the file as the key. A renamed file keeps its inode, so
    /// equal results mean that no file was made again.
    static func inodes(_ site: Site) -> [[UInt8]: UInt64] {
        let tree = TreeSnapshot(of: site.path("media/CACHE/images"))
        return Dictionary(uniqueKeysWithValues: site.cacheFiles.map { ($0.value, tree.entries[$0.key]!.inode) })
    }

    @Test(arguments: [
        ("source_name_as_path", "source_content_hash"), ("source_name_as_path", "hash"),
        ("hash", "source_name_as_path"), ("source_content_hash", "{dir}/{stem}-{hash:12}.{ext}"),
    ])
    func anotherNamer(_ before: String, _ after: String) async throws {
        let site = try await Self.madeSite(Self.registry(before))
        let (names, inodes) = (Set(site.cacheFiles.keys), Self.inodes(site))
        site.write("specs.json", Self.registry(after))
        let check = try await site.generate("--check")
        #expect(check.exitCode == 1)
        #expect(try check.images().compactMap(\.reason) == ["renamed", "renamed", "renamed"])
        #expect(Self.inodes(site) == inodes)
        let result = try await site.generate(environment: Self.noWorker)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try result.images().map(\.reason) == ["renamed", "renamed", "renamed"])
        #expect(try result.images().map(\.width) == [10, 10, 10])
        #expect(Self.inodes(site) == inodes)
        #expect(names.isDisjoint(with: site.cacheFiles.keys))
        let tree = site.snapshot
        #expect(try await site.generate("--verify", environment: Self.noWorker).summary()?.fresh == 3)
        #expect(site.snapshot == tree)
        #expect(try await site.run("prune").errors == "")
        // The records were kept, so a change of the source is detected.
        site.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: 8))
        #expect(try await site.generate().summary()?.generated == 1)
    }

    @Test func anotherIdInTheName() async throws {
        let site = try await Self.madeSite(Self.registry("{generator.last}/{hash}.{ext}"))
        let inodes = Self.inodes(site)
        site.write("specs.json", Self.registry("{generator.last}/{hash}.{ext}", id: "app:little"))
        let parts = try await [1, 2].map { "\($0)/2" }.concurrentResults { part in
            try await site.generate("--shard", part, environment: Self.noWorker)
        }
        #expect(parts.allSatisfy { $0.exitCode == 0 })
        #expect(Self.inodes(site) == inodes)
        #expect(site.cacheFiles.keys.allSatisfy { $0.hasPrefix("little/") })
        #expect(try await site.generate("--check").exitCode == 0)
    }

    @Test func onlyUpToDateFilesAreRenamed() async throws {
        let site = try await Self.madeSite(Self.registry("source_name_as_path"))
        let names = site.cacheFiles.keys.sorted()
        // One source has changed, one cache file is damaged, and one cache file is missing.
        site.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: 8))
        site.write(VerifyTests.file + names[1], "short")
        site.remove(VerifyTests.file + names[2])
        site.write("specs.json", Self.registry("hash"))
        let result = try await site.generate()
        #expect(result.exitCode == 0)
        #expect(try result.images().map(\.reason) == ["missing", "missing", "missing"])
        let expected = Site(Self.registry("hash"))
        for name in ["a.png", "sub/b.png", "c.png"] {
            expected.write("media/photos/\(name)", try #require(site.read("media/photos/\(name)")))
        }
        _ = try await expected.generate()
        #expect(expected.cacheFiles.allSatisfy { site.cacheFiles[$0.key] == $0.value })
    }

    /// The test renames two cache files itself. The tree is then the same as after a run that is killed after it
    /// renames a file and before it records the new name.
    @Test func aKilledRunIsTakenUpAgain() async throws {
        let site = try await Self.madeSite(Self.registry("hash"))
        let inodes = Self.inodes(site)
        site.write("specs.json", Self.registry("{hash}-x.{ext}"))
        for name in site.cacheFiles.keys.sorted().prefix(2) {
            let target = name.replacingOccurrences(of: ".png", with: "-x.png")
            try FileManager.default.moveItem(
                atPath: site.path(VerifyTests.file + name),
                toPath: site.path(VerifyTests.file + target)
            )
        }
        let result = try await site.generate(environment: Self.noWorker)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try result.images().map(\.reason) == ["renamed"])
        #expect(Self.inodes(site) == inodes)
        #expect(try await site.generate("--check").exitCode == 0)
    }

    /// A file that another generator still needs keeps its name.
    @Test func aFileThatIsNeededIsNotRenamed() async throws {
        let site = try await Self.madeSite(Self.registry("hash"))
        let before = site.cacheFiles
        site.write("specs.json", Self.registry("source_name_as_path", other: "hash"))
        let result = try await site.generate()
        #expect(try result.images().map(\.reason) == ["missing", "missing", "missing"])
        #expect(site.cacheFiles.count == 6 && before.allSatisfy { site.cacheFiles[$0.key] == $0.value })
        // Both generators get new names. For each source, the same former file fits both new names. So the file is
        // renamed to one of the names, and the file with the other name is made.
        site.write("specs.json", Self.registry("{hash}-x.{ext}", other: "{hash}-y.{ext}"))
        let next = try await site.generate()
        #expect(next.exitCode == 0)
        #expect(try await site.generate("--check").exitCode == 0)
        #expect(site.cacheFiles.keys.filter { $0.hasSuffix("-x.png") || $0.hasSuffix("-y.png") }.count == 6)
    }

    @Test func singleFilesAreRenamedToo() async throws {
        let site = try await Self.madeSite(Self.registry("hash"))
        site.write("specs.json", Self.registry("source_name_as_path"))
        let result = try await site.run(
            "generateimage",
            "app:small",
            "--source",
            "photos/a.png",
            environment: Self.noWorker
        )
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.contains("width=\"10\""))
        #expect(site.cacheFiles.keys.filter { $0.hasPrefix("photos/a/") }.count == 1 && site.cacheFiles.count == 3)
    }
}

extension Sequence where Element: Sendable {
    fileprivate func concurrentResults<T: Sendable>(
        _ body: @escaping @Sendable (Element) async throws -> T
    ) async throws -> [T] {
        try await withThrowingTaskGroup(of: T.self) { group in
            for element in self { group.addTask { try await body(element) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
