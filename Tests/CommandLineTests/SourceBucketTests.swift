import Foundation
import Testing

/// Sources in a bucket (`s3` in a source group).
@Suite(.enabled(if: ObjectServer.isInstalled, "python3 is not installed")) struct SourceBucketTests {
    private static func site(
        _ settings: String = "",
        group: String = #"{ "s3": "s3://bucket/originals/", "glob": "photos/**/*.png" }"#,
        generator: String =
            #"{ "source": "photos", "processors": [{ "ResizeToFit": { "width": 20 } }], "format": "JPEG" }"#
    ) -> Site {
        Site(
            #"""
            { "settings": { "MEDIA_ROOT": "media" \#(settings) },
              "source_groups": { "photos": \#(group) }, "generators": { "g": \#(generator) } }
            """#
        )
    }

    private static func photo(_ index: Int, seed: Int? = nil) -> [UInt8] {
        samplePNG(width: 40, height: 30, seed: seed ?? index)
    }

    private static func server(_ arguments: [String] = [], photos: Int = 3) throws -> ObjectServer {
        let server = try ObjectServer(arguments)
        for index in 0..<photos { try server.write("originals/photos/2026/a \(index).png", photo(index)) }
        try server.write("originals/photos/notes.txt", [1])
        try server.write("other/photos/b.png", photo(9))
        return server
    }

    /// The cache files that a run makes from the same files in `MEDIA_ROOT`.
    private static func expected(photos: Int = 3) async throws -> [String: [UInt8]] {
        let site = site(group: #"{ "glob": "photos/**/*.png" }"#)
        for index in 0..<photos { site.write("media/photos/2026/a \(index).png", photo(index)) }
        #expect(try await site.generate().exitCode == 0)
        return site.cacheFiles
    }

    @Test func sourcesAreDownloadedOnce() async throws {
        let server = try Self.server()
        let site = Self.site()
        site.makeFolder("media")
        let first = try await site.generate(environment: server.environment)
        #expect(first.exitCode == 0, "\(first.errors)")
        #expect(try await site.cacheFiles == Self.expected())
        #expect(try server.requestCounts() == ["GET": 1, "OBJECT": 3])
        #expect(try server.requests().first?.path.contains("prefix=originals%2Fphotos%2F") == true)

        server.clearLog()
        let again = try await site.run("generateimages", environment: server.environment)
        #expect(again.exitCode == 0 && again.output.isEmpty && again.errors.isEmpty, "\(again)")
        #expect(try server.requestCounts() == ["GET": 1])

        server.clearLog()
        try server.write("originals/photos/2026/a 1.png", Self.photo(1, seed: 7))
        let check = try await site.run("generateimages", "--check", environment: server.environment)
        #expect(check.exitCode == 1)
        #expect(try server.requestCounts() == ["GET": 1])
        let changed = try await site.generate(environment: server.environment)
        let image = try #require(try changed.images().first)
        #expect(try changed.images().count == 1 && image.reason == "source-changed")
        #expect(try server.requestCounts() == ["GET": 2, "OBJECT": 1])

        // The copies are complete, so images can be made again without a download.
        server.clearLog()
        #expect(try await site.generate("--force", environment: server.environment).summary()?.generated == 3)
        #expect(try server.requestCounts() == ["GET": 1])
    }

    #if os(Linux)
        /// Swift considers the composed and the decomposed name equal, but they are two objects. The server refuses
        /// the first downloads, so that both workers wait at the same time.
        @Test func objectsWithEquivalentNamesAreDifferentSources() async throws {
            let server = try Self.server(["--fault", "OBJECT:503:3"], photos: 0)
            try server.write("originals/photos/caf\u{E9}.png", Self.photo(1))
            try server.write("originals/photos/cafe\u{301}.png", Self.photo(2))
            let site = Self.site()
            site.makeFolder("media")
            let result = try await site.generate("-j", "2", environment: server.environment)
            #expect(result.exitCode == 0, "\(result.errors)")
            #expect(site.cacheFiles.count == 2 && Set(site.cacheFiles.values).count == 2)
            #expect(try server.requestCounts()["OBJECT"] == 5)
        }
    #endif

    @Test func housekeepingReadsTheListing() async throws {
        let server = try Self.server()
        let site = Self.site()
        site.makeFolder("media")
        let listed = try await site.run("status", environment: server.environment)
        #expect(listed.output.contains("g: 0 fresh, 3 missing"), "\(listed)")
        try #require(try await site.generate(environment: server.environment).exitCode == 0)
        try server.remove("originals/photos/2026/a 2.png")
        let pruned = try await site.run("prune", environment: server.environment)
        #expect(pruned.exitCode == 0, "\(pruned)")
        #expect(site.cacheFiles.count == 2)
        #expect(try await site.run("status", environment: server.environment).output.contains("g: 2 fresh"))
        // If the bucket cannot be listed, or if it is empty, nothing counts as deleted.
        try server.remove("originals/photos")
        let empty = try await site.run("prune", environment: server.environment)
        #expect(
            empty.exitCode == 1 && empty.errors.contains("there are no objects in s3://bucket/originals"),
            "\(empty)"
        )
        let wrong = server.environment.merging(["AWS_SECRET_ACCESS_KEY": "another-secret"]) { $1 }
        let refused = try await site.run("prune", environment: wrong)
        #expect(refused.exitCode == 65 && refused.errors.contains("SignatureDoesNotMatch"), "\(refused)")
        #expect(!refused.errors.contains("another-secret"))
        #expect(site.cacheFiles.count == 2)
    }

    @Test func aSingleImageNeedsNoListingOfTheBucket() async throws {
        let server = try Self.server(photos: 20)
        let site = Self.site()
        site.makeFolder("media")
        let name = "photos/2026/a 3.png"
        let made = try await site.run("generateimage", "g", "--source", name, environment: server.environment)
        #expect(made.exitCode == 0, "\(made)")
        #expect(site.cacheFiles.count == 1)
        #expect(try server.requestCounts() == ["GET": 1, "OBJECT": 1])
        #expect(try server.requests().first?.path.contains("prefix=originals%2Fphotos%2F2026%2Fa%203.png") == true)
        let missing = try await site.run(
            "generateimage",
            "g",
            "--source",
            "photos/x.png",
            environment: server.environment
        )
        #expect(missing.exitCode == 1 && missing.errors.contains("there is no such file"), "\(missing)")
    }

    /// In a listing in another order than that of the bytes, an object with a longer name can come first.
    @Test func aSingleImageIsFoundInListingsOfEachOrder() async throws {
        let server = try Self.server(["--descending"], photos: 1)
        let site = Self.site()
        site.makeFolder("media")
        for name in ["a 0.png.bak", "gone.png.bak"] { try server.write("originals/photos/2026/" + name, [1]) }
        func make(_ name: String) async throws -> CommandResult {
            try await site.run("generateimage", "g", "--source", name, environment: server.environment)
        }
        let made = try await make("photos/2026/a 0.png")
        #expect(made.exitCode == 0, "\(made)")
        #expect(try server.requestCounts() == ["GET": 2, "OBJECT": 1])
        let missing = try await make("photos/2026/gone.png")
        #expect(missing.exitCode == 1 && missing.errors.contains("no such file"), "\(missing)")
        #expect(site.cacheFiles.count == 1)
    }

    @Test func fieldsOfASourceAreExplained() async throws {
        let server = try Self.server(photos: 1)
        let generator =
            #"{ "source": "photos", "processors": [{ "Crop": { "width": { "field": "source.width" }, "height": 10 } }] }"#
        let site = Self.site(generator: generator)
        site.makeFolder("media")
        try #require(try await site.generate(environment: server.environment).exitCode == 0)
        let name = try #require(site.cacheFiles.keys.first)
        let explained = try await site.run("explain", "CACHE/images/" + name, "--json", environment: server.environment)
        #expect(explained.output.contains(#""source.width":40"#), "\(explained)")
    }

    /// The copies stay below the limit, and the copy that was not used for the longest time is deleted first.
    @Test func theCopiesAreBounded() async throws {
        let server = try Self.server(photos: 12)
        let size = Self.photo(0).count
        let site = Self.site(#", "source_cache_size": \#(size * 5)"#)
        site.makeFolder("media")
        #expect(try await site.generate("-j", "1", environment: server.environment).summary()?.generated == 12)
        #expect(try await site.cacheFiles == Self.expected(photos: 12))
        let copies = try FileManager.default.contentsOfDirectory(
            atPath: site.path("media/CACHE/images/.imagekit/sources")
        )
        #expect((1...5).contains(copies.count), "\(copies)")
        #expect(copies.allSatisfy { $0.hasSuffix(".png") }, "\(copies)")
    }

    @Test(arguments: [
        ["--fault", "OBJECT:503:2", "--fault", "GET:500:1"], ["--fault", "OBJECT:cut:2"], ["--fault", "OBJECT:half:2"],
        ["--skew", "7200"],
    ])
    func aPassingFaultIsInvisible(arguments: [String]) async throws {
        let server = try Self.server(arguments)
        let site = Self.site()
        site.makeFolder("media")
        let result = try await site.generate(environment: server.environment)
        #expect(result.exitCode == 0, "\(result)")
        #expect(try server.requests().contains { $0.fault != nil })
        #expect(try await site.cacheFiles == Self.expected())
    }

    @Test(arguments: ["503", "403", "404", "cut", "half", "damage"])
    func afterALongerFaultTheNextRunCompletes(kind: String) async throws {
        let server = try Self.server(["--fault", "OBJECT:\(kind):4"], photos: 12)
        let site = Self.site()
        site.makeFolder("media")
        let environment = server.environment.merging(["AWS_MAX_ATTEMPTS": "1"]) { $1 }
        let result = try await site.generate(environment: environment)
        #expect(result.exitCode == 1)
        let failed = try result.images().filter { $0.status == "failed" }
        // libcurl itself repeats a GET if the server closes a connection that was used before.
        #expect(kind == "cut" ? (1...4).contains(failed.count) : failed.count == 4, "\(result)")
        #expect(!result.output.contains("hidden") && !result.errors.contains("hidden"))
        let next = try await site.generate(environment: environment)
        #expect(next.exitCode == 0, "\(next.errors)")
        #expect(try next.images().filter { $0.status == "generated" }.map(\.source) == failed.map(\.source))
        #expect(try await site.cacheFiles == Self.expected(photos: 12))
    }

    /// The object is larger than a part. The first run ends after its first part.
    @Test func aDownloadContinues() async throws {
        let server = try ObjectServer()
        let photo = samplePNG(width: 2400, height: 1800, seed: 1)
        #expect(photo.count > 8 << 20)
        try server.write("originals/photos/large.png", photo)
        let site = Self.site()
        site.makeFolder("media")
        let copies = "media/CACHE/images/.imagekit/sources/"
        let first = try await site.generate(environment: server.environment)
        #expect(first.exitCode == 0, "\(first)")
        let ranges = try server.requests().compactMap { $0.headers["range"] }
        #expect(ranges == ["bytes=0-8388607", "bytes=8388608-\(photo.count - 1)"])
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: site.path(copies)).first { $0.hasSuffix(".png") }
        )
        #expect(site.readBytes(copies + name) == photo)
        // A download that was killed after 9 MB.
        site.remove(copies + name)
        site.write(copies + name + ".part", Array(photo.prefix(9_000_000)))
        server.clearLog()
        let second = try await site.generate("--force", environment: server.environment)
        #expect(second.exitCode == 0, "\(second)")
        #expect(try server.requests().compactMap { $0.headers["range"] } == ["bytes=9000000-\(photo.count - 1)"])
        #expect(site.readBytes(copies + name) == photo)
    }

    @Test func aNameInTwoLocationsIsRefused() async throws {
        let server = try Self.server()
        let site = Site(
            #"""
            { "settings": { "MEDIA_ROOT": "media" },
              "source_groups": { "near": { "glob": "photos/**/*.png" },
                                 "far": { "s3": "s3://bucket/originals", "glob": "photos/**/*.png" } },
              "generators": { "g": { "source": ["near", "far"], "processors": [{ "ResizeToFit": { "width": 20 } }] } } }
            """#
        )
        site.write("media/photos/2026/a 1.png", Self.photo(5))
        let result = try await site.generate(environment: server.environment)
        #expect(result.exitCode == 1)
        let failed = try result.images().filter { $0.status == "failed" }
        #expect(failed.map(\.source) == ["photos/2026/a 1.png"])
        #expect(failed.first?.error?.message.contains("both contain a source with this name") == true, "\(result)")
        #expect(site.cacheFiles.count == 2)
    }

    /// The listing of the bucket contains an object that no glob matches, and that has the name of a local source.
    @Test func aLocalSourceIsNotReadFromABucket() async throws {
        let server = try ObjectServer()
        try server.write("originals/photos/a.jpg", Self.photo(1))
        try server.write("originals/photos/b.png", Self.photo(2))
        let generators = #"""
            { "g": { "source": ["near", "far"], "processors": [{ "ResizeToFit": { "width": 20 } }], "format": "JPEG" } }
            """#
        let site = Site(
            #"""
            { "settings": { "MEDIA_ROOT": "media" },
              "source_groups": { "near": { "glob": "photos/*.jpg" },
                                 "far": { "s3": "s3://bucket/originals", "glob": "photos/*.png" } },
              "generators": \#(generators) }
            """#
        )
        site.write("media/photos/a.jpg", Self.photo(5))
        let local = Site(
            #"""
            { "settings": { "MEDIA_ROOT": "media" },
              "source_groups": { "near": { "glob": "photos/*.jpg" }, "far": { "glob": "photos/*.png" } },
              "generators": \#(generators) }
            """#
        )
        local.write("media/photos/a.jpg", Self.photo(5))
        local.write("media/photos/b.png", Self.photo(2))
        try #require(try await local.generate().exitCode == 0)
        let result = try await site.generate(environment: server.environment)
        #expect(result.exitCode == 0, "\(result)")
        #expect(site.cacheFiles == local.cacheFiles)
        #expect(try server.requestCounts() == ["GET": 1, "OBJECT": 1])
    }

    /// The length of the source is a member of the set, so the header of the source shows whether the image is wanted.
    @Test func anImageStaysIfItsSourceCannotBeDownloaded() async throws {
        let server = try Self.server()
        let site = Self.site(generator: #"{ "source": "photos", "widths": [20, 400], "format": "JPEG" }"#)
        site.makeFolder("media")
        try #require(try await site.generate(environment: server.environment).exitCode == 0)
        let files = site.cacheFiles
        #expect(files.count == 6)
        // Without the state and the copies of the sources, the run must read the headers again. The server answers
        // listings, but no download.
        site.remove("media/CACHE/images/.imagekit")
        let broken = try Self.server(["--fault", "OBJECT:403:1000"])
        let planned = try await site.run("generateimages", "--check", environment: broken.environment)
        #expect(planned.exitCode == 1 && (planned.output + planned.errors).contains("AccessDenied"), "\(planned)")
        let pruned = try await site.run("prune", environment: broken.environment)
        #expect(pruned.exitCode == 1 && pruned.errors.contains("the source photos/2026/a 0"), "\(pruned)")
        let counted = try await site.run("status", environment: broken.environment)
        #expect(counted.exitCode == 1 && counted.errors.contains("the source photos/2026/a 0"), "\(counted)")
        #expect(site.cacheFiles == files)
    }

    /// The server answers no download. The run ends without an answer, and no image fails.
    @Test func aRunEndsDuringADownload() async throws {
        let server = try Self.server(["--fault", "OBJECT:hang:3"])
        let site = Self.site()
        site.makeFolder("media")
        let result = try await site.generate("--time-budget", "1s", environment: server.environment)
        let summary = try #require(try result.summary())
        #expect(summary.left == 3 && summary.failed == 0, "\(result)")
        let next = try await site.generate(environment: server.environment)
        #expect(next.exitCode == 0, "\(next)")
        #expect(try await site.cacheFiles == Self.expected())
    }

    /// The members of a set depend on the size of the source, which is downloaded only once.
    @Test func theSizeOfASourceIsReadOnce() async throws {
        let server = try Self.server()
        let site = Self.site(
            #", "source_cache_size": 1"#,
            generator: #"{ "source": "photos", "widths": [20, 400], "format": "JPEG" }"#
        )
        site.makeFolder("media")
        let first = try await site.generate(environment: server.environment)
        #expect(first.exitCode == 0, "\(first)")
        server.clearLog()
        let again = try await site.run("generateimages", environment: server.environment)
        #expect(again.exitCode == 0, "\(again)")
        #expect(try server.requestCounts() == ["GET": 1])
    }

    @Test func theRegistryIsChecked() async throws {
        let site = Self.site(group: #"{ "s3": "gs://bucket/x", "glob": "*.png" }"#)
        site.makeFolder("media")
        let result = try await site.run("validate")
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("\"gs://bucket/x\" is not the address of a bucket"), "\(result)")
        let unfiltered = try await Self.site(group: #"{ "s3": "s3://bucket/x" }"#).run("validate")
        #expect(unfiltered.exitCode == 65 && unfiltered.errors.contains("s3 needs a glob"), "\(unfiltered)")
        let plain = Self.site()
        plain.makeFolder("media")
        let warned = try await plain.run("validate")
        #expect(warned.exitCode == 0 && warned.errors.contains("no credentials: set AWS_ACCESS_KEY_ID"), "\(warned)")
        let untrusted = try await plain.run("validate", "--untrusted-registry")
        #expect(untrusted.exitCode == 65)
        #expect(untrusted.errors.contains("an untrusted registry connects to no server"), "\(untrusted)")
    }

    @Test(arguments: ObjectServer.Other.allCases.filter(\.isInstalled))
    func anotherServerAcceptsTheRequests(_ other: ObjectServer.Other) async throws {
        let server = try ObjectServer.start(other)
        // The images of the first site are the sources of the second one.
        let first = Self.site(
            #", "IMAGEKIT_DEFAULT_FILE_STORAGE": "s3://bucket""#,
            group: #"{ "glob": "photos/**/*.png" }"#
        )
        for index in 0..<3 { first.write("media/photos/a-\(index).png", Self.photo(index)) }
        try #require(try await first.generate(environment: server.environment).exitCode == 0)
        let site = Self.site(group: #"{ "s3": "s3://bucket/CACHE/images", "glob": "photos/**/*.jpg" }"#)
        site.makeFolder("media")
        let result = try await site.generate(environment: server.environment)
        #expect(result.exitCode == 0, "\(result)")
        #expect(site.cacheFiles.count == 3)
        #expect(try await site.generate("--verify", environment: server.environment).summary()?.fresh == 3)
    }
}
