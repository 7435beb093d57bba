import Foundation
import Testing

/// `--verify` compares the bytes of every image.
@Suite struct VerifyTests {
    static let file = "media/CACHE/images/"

    /// Flips a bit in the middle of a cache file. The size does not change.
    static func damage(_ name: String, _ site: Site) throws {
        var bytes = try #require(site.read(file + name))
        bytes[bytes.count / 2] ^= 1
        site.write(file + name, bytes)
    }

    static func madeSite() async throws -> (Site, [String: [UInt8]]) {
        let site = try await StateTests.madeSite()
        return (site, site.cacheFiles)
    }

    @Test func flippedBitsAreFoundAndRepaired() async throws {
        let (site, whole) = try await Self.madeSite()
        let names = whole.keys.sorted()
        try Self.damage(names[0], site)
        site.remove(Self.file + names[3])
        #expect(try await site.generate("--dry-run").images().compactMap(\.reason) == ["missing"])
        let before = site.snapshot
        let check = try await site.generate("--verify", "--check")
        #expect(check.exitCode == 1)
        #expect(Set(try check.images().compactMap(\.reason)) == ["damaged", "missing"])
        #expect(site.snapshot == before)
        let verified = try await site.generate("--verify")
        #expect(verified.exitCode == 0)
        #expect(try verified.images().compactMap(\.reason).sorted() == ["damaged", "missing"])
        #expect(site.cacheFiles == whole)
        #expect(try await site.generate("--verify", "--check").exitCode == 0)
    }

    @Test func undamagedImagesNeedNoWorker() async throws {
        let (site, _) = try await Self.madeSite()
        let before = site.snapshot
        let result = try await site.generate("--verify", environment: ["IMAGEKIT_WORKER": "/nowhere"])
        #expect(try result.summary()?.fresh == 4)
        #expect(site.snapshot == before)
    }

    /// If imagekit did not make a file, the state has no digest of this file until a run reads it.
    @Test func foundFilesAreProvedFromTheFirstVerificationOn() async throws {
        let (site, whole) = try await Self.madeSite()
        site.remove("media/CACHE/images/.imagekit")
        #expect(try await site.generate().summary()?.fresh == 4)
        #expect(try await site.generate("--verify", environment: ["IMAGEKIT_WORKER": "/nowhere"]).exitCode == 0)
        let name = try #require(whole.keys.sorted().last)
        try Self.damage(name, site)
        #expect(try await site.generate("--verify").images().compactMap(\.reason) == ["damaged"])
        #expect(site.cacheFiles == whole)
    }

    /// With a timeout of 0, every run reads the files.
    @Test func timeoutOfZeroProvesEachTime() async throws {
        let (site, whole) = try await Self.madeSite()
        try Self.damage(try #require(whole.keys.sorted().first), site)
        #expect(try await site.generate("--check", environment: ["IMAGEKIT_CACHE_TIMEOUT": "86400"]).exitCode == 0)
        #expect(try await site.generate("--check").exitCode == 0)
        #expect(try await site.generate(environment: ["IMAGEKIT_CACHE_TIMEOUT": "0"]).summary()?.generated == 1)
        #expect(site.cacheFiles == whole)
        let before = site.snapshot
        #expect(try await site.generate(environment: ["IMAGEKIT_CACHE_TIMEOUT": "0"]).summary()?.fresh == 4)
        #expect(site.snapshot == before)
    }
}
