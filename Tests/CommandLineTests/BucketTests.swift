import Foundation
import Testing

/// Cache files in a bucket (`IMAGEKIT_DEFAULT_FILE_STORAGE` with the address of a bucket).
@Suite(.enabled(if: ObjectServer.isInstalled, "python3 is not installed")) struct BucketTests {
    private static func site(_ options: String = "{}", photos: Int = 3) -> Site {
        let site = Site(
            #"""
            { "settings": { "MEDIA_ROOT": "media", "IMAGEKIT_DEFAULT_FILE_STORAGE": "s3://bucket/site" },
              "storages": { "s3://bucket": \#(options) },
              "source_groups": { "photos": { "glob": "photos/*.png" } },
              "generators": { "g": { "source": "photos", "processors": [{ "ResizeToFit": { "width": 20 } }],
                                     "format": "JPEG" } } }
            """#
        )
        for index in 0..<photos {
            site.write("media/photos/a \(index).png", samplePNG(width: 40, height: 30, seed: index))
        }
        return site
    }

    /// The cache files that a run without a bucket makes, by their keys.
    private static let expected = Task { try await expected(photos: 3) }

    private static let expectedOfMany = Task { try await expected(photos: 12) }

    private static func expected(photos: Int) async throws -> [String: [UInt8]] {
        let site = site(photos: photos)
        let environment = ["IMAGEKIT_DEFAULT_FILE_STORAGE": "django.core.files.storage.FileSystemStorage"]
        #expect(try await site.generate(environment: environment).exitCode == 0)
        return Dictionary(uniqueKeysWithValues: site.cacheFiles.map { ("site/CACHE/images/" + $0.key, $0.value) })
    }

    @Test func imagesAreUploadedOnce() async throws {
        let server = try ObjectServer()
        let site = Self.site(
            #"{ "public_url": "https://cdn.example.com/x", "cache_control": "max-age=60", "acl": "public-read" }"#
        )
        let first = try await site.generate("--manifest", "m.json", environment: server.environment)
        #expect(first.exitCode == 0, "\(first.errors)")
        #expect(try await server.objects == Self.expected.value)
        #expect(site.cacheFiles.isEmpty)
        let put = try #require(server.requests().first { $0.method == "PUT" })
        #expect(put.headers["content-type"] == "image/jpeg")
        #expect(put.headers["cache-control"] == "max-age=60")
        #expect(put.headers["x-amz-acl"] == "public-read")
        #expect(try server.count("PUT") == 3)
        #expect(try server.count("GET") == 1)
        #expect(site.text("m.json")?.contains("\"url\":\"https://cdn.example.com/x/CACHE/images/photos/a%200/") == true)
        let url = try await site.run("generateimage", "g", "photos/a 0.png", "--url", environment: server.environment)
        #expect(url.output.hasPrefix("https://cdn.example.com/x/CACHE/images/photos/a%200/"))

        server.clearLog()
        let again = try await site.run("generateimages", environment: server.environment)
        #expect(again.exitCode == 0 && again.output.isEmpty && again.errors.isEmpty, "\(again)")
        #expect(try server.requests().isEmpty)

        site.write("media/photos/a 1.png", samplePNG(width: 40, height: 30, seed: 9))
        #expect(try await site.generate(environment: server.environment).exitCode == 0)
        #expect(try server.requests().map(\.method) == ["PUT"])
    }

    @Test func aLostStateIsCompletedByOneListing() async throws {
        let server = try ObjectServer()
        let site = Self.site()
        try #require(try await site.generate(environment: server.environment).exitCode == 0)
        site.remove("media/CACHE")
        server.clearLog()
        let result = try await site.generate("-v", environment: server.environment)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try server.requests().map(\.method) == ["GET"])
        #expect(try await site.run("status", environment: server.environment).output.contains("g: 3 fresh"))
        server.clearLog()
        #expect(try await site.generate("--verify", environment: server.environment).summary()?.fresh == 3)
        #expect(try server.requests().map(\.method) == ["GET"])
    }

    /// Each image has a request of its own. The server refuses only the first one, because the clock is wrong.
    @Test func lookupsOfFewImagesShareTheTimeOfTheServer() async throws {
        let server = try ObjectServer(["--skew", "7200"])
        let site = Self.site()
        try #require(try await site.generate(environment: server.environment).exitCode == 0)
        site.remove("media/CACHE")
        server.clearLog()
        let names = (0..<3).map { "photos/a \($0).png" }
        let command = ["generateimage", "g", "--url"] + names
        let result = try await site.run(command, environment: server.environment) { _ in }
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try server.requests().map(\.method) == ["GET", "GET", "GET", "GET"])
    }

    @Test func localCopiesStayOnRequest() async throws {
        let server = try ObjectServer()
        let site = Self.site(#"{ "keep_local": true }"#)
        try #require(try await site.generate(environment: server.environment).exitCode == 0)
        #expect(site.cacheFiles.count == 3)
        site.remove("media/CACHE/images/.imagekit")
        let keys = server.objects.keys.sorted()
        try server.remove(keys[0])
        try server.write(keys[1], Array(repeating: 0, count: try #require(server.objects[keys[1]]).count))
        server.clearLog()
        #expect(try await site.generate(environment: server.environment).exitCode == 0)
        // The missing object, and the object with another content of the same size.
        #expect(try server.requests().map(\.method) == ["GET", "PUT", "PUT"])
        #expect(try await server.objects == Self.expected.value)
    }

    @Test func damagedObjectsAreFoundOnRequest() async throws {
        let server = try ObjectServer()
        let site = Self.site()
        try #require(try await site.generate(environment: server.environment).exitCode == 0)
        let keys = server.objects.keys.sorted()
        try server.remove(keys[0])
        try server.write(keys[1], [1, 2, 3])
        server.clearLog()
        #expect(try await site.generate("--verify", environment: server.environment).exitCode == 0)
        #expect(try server.requests().map(\.method) == ["GET", "PUT", "PUT"])
        #expect(try await server.objects == Self.expected.value)
    }

    @Test func housekeepingFollows() async throws {
        let server = try ObjectServer()
        let site = Self.site()
        try #require(try await site.generate(environment: server.environment).exitCode == 0)
        site.remove("media/photos/a 0.png")
        server.clearLog()
        let pruned = try await site.run("prune", environment: server.environment)
        #expect(pruned.exitCode == 0, "\(pruned.errors)")
        #expect(try server.requests().map(\.method) == ["GET", "POST"])
        #expect(server.objects.count == 2)
        site.remove("media/photos/a 1.png")
        site.remove("media/photos/a 2.png")
        let refused = try await site.run("prune", environment: server.environment)
        #expect(refused.exitCode != 0 && refused.errors.contains("more than half"), "\(refused)")
        #expect(server.objects.count == 2)
        site.write("media/photos/a 1.png", samplePNG(width: 40, height: 30, seed: 1))
        #expect(try await site.run("clear", "**", environment: server.environment).exitCode == 0)
        #expect(server.objects.count == 1)
        #expect(try await site.generate(environment: server.environment).exitCode == 0)
        #expect(server.objects.count == 2)
    }

    /// The server deletes the object, but its answer is lost.
    @Test func theImageOfALostDeletionIsMadeAgain() async throws {
        let server = try ObjectServer(["--fault", "POST:late-cut:1"])
        let environment = server.environment.merging(["AWS_MAX_ATTEMPTS": "1"]) { $1 }
        let site = Self.site()
        try #require(try await site.generate(environment: environment).exitCode == 0)
        let photo = try #require(site.read("media/photos/a 0.png"))
        site.remove("media/photos/a 0.png")
        #expect(try await site.run("prune", environment: environment).exitCode == 1)
        #expect(server.objects.count == 2)
        site.write("media/photos/a 0.png", photo)
        #expect(try await site.generate(environment: environment).exitCode == 0)
        #expect(try await server.objects == Self.expected.value)
    }

    /// The object still has the image of the former content of its source.
    @Test(arguments: [["prune"], ["clear", "**"]])
    func theImageOfARefusedDeletionIsMadeAgain(_ command: [String]) async throws {
        let server = try ObjectServer(["--fault", "POST:403:1"])
        let site = Self.site()
        try #require(try await site.generate(environment: server.environment).exitCode == 0)
        if command == ["prune"] { site.remove("media/photos/a 0.png") }
        let refused = try await site.run(command, environment: server.environment) { _ in }
        #expect(refused.exitCode == 1 && server.objects.count == 3, "\(refused)")
        site.write("media/photos/a 0.png", samplePNG(width: 40, height: 30, seed: 9))
        let run = try await site.generate(environment: server.environment)
        #expect(try run.images().contains { $0.source == "photos/a 0.png" && $0.status == "generated" }, "\(run)")
    }

    /// The listings of these servers have the MD5 of each object. So the images whose local copies are adopted have the
    /// same bytes in the bucket.
    @Test(arguments: ObjectServer.Other.allCases.filter(\.isInstalled))
    func anotherServerAcceptsTheRequests(_ other: ObjectServer.Other) async throws {
        let server = try ObjectServer.start(other)
        let site = Self.site(#"{ "keep_local": true, "cache_control": "max-age=60", "acl": "private" }"#)
        let first = try await site.generate(environment: server.environment)
        try #require(first.exitCode == 0, "\(first.errors)")
        site.remove("media/CACHE/images/.imagekit")
        #expect(try await site.generate(environment: server.environment).summary()?.fresh == 3)
        let copy = try #require(site.cacheFiles.keys.sorted().first)
        site.remove("media/CACHE/images/" + copy)
        site.remove("media/CACHE/images/.imagekit")
        #expect(try await site.generate(environment: server.environment).summary()?.generated == 1)
        #expect(try await site.generate("--verify", environment: server.environment).summary()?.fresh == 3)
        site.remove("media/photos/a 0.png")
        #expect(try await site.run("prune", environment: server.environment).exitCode == 0)
        #expect(try await site.run("clear", "**", environment: server.environment).exitCode == 0)
        let last = try await site.run("status", environment: server.environment)
        #expect(last.exitCode == 0 && last.output.contains("g: 0 fresh, 2 missing"), "\(last)")
    }

    @Test(arguments: [
        ["--fault", "PUT:503:2", "--fault", "GET:500:1"], ["--fault", "PUT:cut:2", "--fault", "GET:half:1"],
        ["--fault", "PUT:late-cut:2"], ["--fault", "PUT:400:2"], ["--skew", "7200"], ["--skew", "-7200"],
    ])
    func aPassingFaultIsInvisible(arguments: [String]) async throws {
        let server = try ObjectServer(arguments)
        let site = Self.site()
        let result = try await site.generate(environment: server.environment)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try server.requests().contains { $0.fault != nil })
        #expect(try await server.objects == Self.expected.value)
    }

    /// The faults do not end during the first run. AWS_MAX_ATTEMPTS=1 makes each fault the failure of an upload.
    @Test(arguments: ["503", "500", "403", "404", "cut", "late-cut"])
    func afterALongerFaultTheNextRunCompletes(kind: String) async throws {
        let server = try ObjectServer(["--fault", "PUT:\(kind):4"])
        let site = Self.site(#"{ "connections": 2 }"#, photos: 12)
        let environment = server.environment.merging(["AWS_MAX_ATTEMPTS": "1"]) { $1 }
        let result = try await site.generate(environment: environment)
        #expect(result.exitCode == 1)
        let failed = try result.images().filter { $0.status == "failed" }
        #expect(failed.count == 4)
        #expect(result.output.components(separatedBy: "\"upload-failed\"").count == 5)
        #expect(!result.output.contains("hidden") && !result.errors.contains("hidden"))
        let next = try await site.generate(environment: environment)
        #expect(next.exitCode == 0, "\(next.errors)")
        #expect(try next.images().filter { $0.status == "generated" }.count == 4)
        #expect(try await server.objects == Self.expectedOfMany.value)
    }

    @Test func anUnusableBucketEndsTheRun() async throws {
        let server = try ObjectServer(["--bucket", "other"])
        let site = Self.site()
        let result = try await site.generate(environment: server.environment)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("cannot list s3://bucket/site: HTTP 404 NoSuchBucket"), "\(result.errors)")
        #expect(result.errors.contains("create the bucket"), "\(result.errors)")
        let wrong = server.environment.merging(["AWS_SECRET_ACCESS_KEY": "another-secret"]) { $1 }
        let refused = try await site.generate(environment: wrong)
        #expect(refused.exitCode == 1 && refused.errors.contains("SignatureDoesNotMatch"), "\(refused.errors)")
        #expect(!refused.errors.contains("another-secret"))
        let none = server.environment.filter { !$0.key.contains("KEY") }
        let missing = try await site.generate(environment: none)
        #expect(missing.exitCode == 1 && missing.errors.contains("no credentials: set AWS_ACCESS_KEY_ID"))
        #expect(site.cacheFiles.isEmpty)
    }

    @Test func aLargeResponseIsRefused() async throws {
        let server = try ObjectServer(["--fault", "GET:large:9"])
        let result = try await Self.site().generate(environment: server.environment)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("the response is larger than 16 MB"), "\(result.errors)")
        #expect(try server.requests().count == 1)
    }

    @Test func uploadsStopAfterManyFailures() async throws {
        let server = try ObjectServer(["--fault", "PUT:403:1000"])
        let site = Self.site(#"{ "connections": 1 }"#, photos: 40)
        let result = try await site.generate(environment: server.environment)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("AccessDenied") && result.errors.contains("left"), "\(result.errors)")
        #expect(try server.count("PUT") < 40)
    }

    @Test(arguments: [["gallery", "-o", "g.html"], ["serve"], ["generateimage", "g", "photos/a 0.png", "--path"]])
    func aCommandThatNeedsFilesSaysSo(command: [String]) async throws {
        let result = try await Self.site().run(command) { _ in }
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("set keep_local to true"), "\(result.errors)")
    }

    @Test func anUntrustedRegistryUsesNoBucket() async throws {
        let site = Self.site()
        let result = try await site.run("validate", "--untrusted-registry")
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("an untrusted registry connects to no server"), "\(result.errors)")
    }
}
