import Foundation
import TestSupport
import Testing

/// `imagekit serve`: the built executables, with requests over sockets.
@Suite struct ServeTests {
    /// The URLs of all images, from a run that makes nothing.
    private func urls(_ site: Site, _ generator: String, _ sources: [String]) async throws -> [String] {
        let result = try await site.run(
            ["generateimage", generator] + sources.map { "photos/\($0)" } + ["--url"],
            environment: ["IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic"]
        ) { _ in }
        #expect(result.exitCode == 0)
        return result.outputLines
    }

    @Test func theBytesAreThoseOfABatch() async throws {
        let batch = Site(neighbour: Site())
        let site = try #require(batch.neighbour)
        for each in [batch, site] { each.writePhotos("a.png", "b.png", "c.png") }
        #expect(try await batch.run("generateimages").exitCode == 0)
        let server = try await ServeSession.start(site)
        for (name, bytes) in batch.cacheFiles {
            let answer = try await server.get("/media/CACHE/images/\(name)")
            #expect(answer.status == 200 && answer.body == bytes, "\(name)")
            #expect(answer["Content-Type"] == (name.hasSuffix("png") ? "image/png" : "image/jpeg"))
            #expect(answer["Content-Length"] == "\(bytes.count)")
            let head = try await server.get("/media/CACHE/images/\(name)", method: "HEAD")
            #expect(head.body.isEmpty && head["Content-Length"] == "\(bytes.count)" && head["ETag"] == answer["ETag"])
        }
        #expect(site.cacheFiles == batch.cacheFiles)
        #expect(try await server.stop() == 143)
        // The state contains the images, and no lock is left.
        let check = try await site.run("generateimages", "--check", "--no-wait")
        #expect(check.exitCode == 0, "\(check.errors)")
    }

    @Test func aThousandConnectionsMakeOneImage() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        let environment = site.installFakeWorker()
        let url = try await urls(site, "app:small", ["a.png"])[0]
        let server = try await ServeSession.start(site, environment: environment)
        let address = server.address
        let answers = try await onThread {
            let request = Array("GET \(url) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".utf8)
            let connections = try (0..<1000).map { _ in try HTTPConnection(address) }
            for connection in connections { connection.write(request) }
            return connections.map { HTTPAnswer($0.readAll()) }
        }
        #expect(answers.allSatisfy { $0.status == 200 && $0.body == answers[0].body && !$0.body.isEmpty })
        #expect(site.takeJobs().count == 1)
        let metrics = try await server.get("/-/metrics").text
        #expect(metrics.contains("imagekit_images_made_total 1\n"))
    }

    /// The worker writes its process id to a file while it runs, so that the number of workers can be counted.
    @Test func noMoreWorkersRunThanJobs() async throws {
        let site = Site(Registries.oneGenerator)
        let names = (0..<30).map { "\($0).png" }
        for (seed, name) in names.enumerated() {
            site.write("media/photos/\(name)", samplePNG(width: 20, height: 20, seed: seed))
        }
        site.makeFolder("running")
        site.makeExecutable(
            "counting",
            #"""
            #!/bin/sh
            [ "$1" != query ] || exec "$REAL" "$@"
            : > running/$$
            ls running | wc -l >> counts
            "$REAL" "$@"
            rm running/$$
            """#
        )
        let urls = try await urls(site, "app:small", names)
        let server = try await ServeSession.start(
            site,
            "--jobs",
            "2",
            environment: ["IMAGEKIT_WORKER": site.path("counting"), "REAL": Executables.worker]
        )
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for url in urls { group.addTask { try await server.get(url).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 200, count: 30))
        let counts = (site.text("counts") ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        #expect(!counts.isEmpty && counts.allSatisfy { $0 <= 2 }, "\(counts)")
        #expect(site.cacheFiles.count == 30)
    }

    @Test func aKilledServerLeavesNoPartialFile() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("hang.png", "a.png")
        site.makePipe("started")
        let environment = site.installFakeWorker().merging(["STARTED": site.path("started")]) { $1 }
        let urls = try await urls(site, "app:small", ["hang.png", "a.png"])
        let server = try await ServeSession.start(site, environment: environment)
        async let answer = server.get(urls[0])
        _ = try await firstLine(ofPipe: site.path("started"))
        #expect(try await server.stop(SIGKILL) == 137)
        #expect(try await answer.status == 0)
        #expect(site.cacheFiles.isEmpty)
        // The next server makes the image, because no lock and no claim is left.
        let next = try await ServeSession.start(site)
        for url in urls { #expect(try await next.get(url).status == 200) }
    }

    @Test func aBadSourceIsNotTriedAgain() async throws {
        let site = Site(Registries.oneGenerator)
        site.write("media/photos/bad.png", "not an image")
        let environment = site.installFakeWorker()
        let url = try await urls(site, "app:small", ["bad.png"])[0]
        let server = try await ServeSession.start(site, environment: environment)
        for _ in 0..<2 {
            let answer = try await server.get(url)
            #expect(answer.status == 422 && answer["Cache-Control"] == "no-store")
            #expect(answer.text.hasPrefix(#"{"error":{"code":"unsupported-format","message":"#), "\(answer.text)")
        }
        #expect(site.takeJobs().count == 1)
    }

    @Test func aTooLongNameIsTheFaultOfTheSource() async throws {
        let namer = #""MEDIA_ROOT": "media", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "source_name_dot_hash""#
        let generator = #""app:small": { "source": "photos", "format": "PNG" }"#
        let site = Site(Registries.registry(settings: namer, generators: generator))
        let source = "photos/\(String(repeating: "x", count: 250)).png"
        site.write("media/" + source, samplePNG(width: 10, height: 10))
        let server = try await ServeSession.start(site)
        let url = try #require(try await server.get("/-/app:small/" + source)["Location"])
        let answer = try await server.get(url)
        #expect(answer.status == 422 && answer["Cache-Control"] == "no-store")
        #expect(
            answer.text.hasPrefix(
                #"{"error":{"code":"cannot-write","message":"\#(source), app:small: the name of its cache file would have a"#
            ),
            "\(answer.text)"
        )
    }

    // MARK: - Difficult clients

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png", "b.png")
        let urls = try await urls(site, "app:small", ["a.png", "b.png"])
        let server = try await ServeSession.start(site)
        let first = try await server.get(urls[0])
        var text = ""
        // The image that must be made first does not let the others overtake it.
        for path in [urls[1], "/-/health", urls[0]] { text += "GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n" }
        text += "GET /-/health HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
        let answer = try await server.send(text)
        let lines = (answer.head + "\r\n\r\n" + answer.text).split(separator: "\r\n").filter {
            $0.hasPrefix("HTTP/1.1") || $0.contains("HTTP/1.1 200")
        }
        #expect(lines.count == 4 && answer.status == 200)
        #expect(answer.body.suffix(3) == Array("ok\n".utf8)[...])
        let order = try [site.read("media" + urls[1].dropFirst(6)), Array("ok\n".utf8), first.body].map {
            try #require($0)
        }
        var rest = answer.body[...]
        for body in order {
            let range = try #require(rest.firstRange(of: body))
            rest = rest[range.upperBound...]
        }
    }

    /// While the server looks up the missing name, it has already received many of the requests after it. If they were
    /// answered in nested calls, the stack would overflow.
    @Test func thousandsOfPipelinedRequestsAreAnswered() async throws {
        let site = Site(Registries.oneGenerator)
        let server = try await ServeSession.start(site)
        let quick = String(repeating: "GET / HTTP/1.1\r\n\r\n", count: 6000)
        let missing = "GET /media/CACHE/images/missing.png HTTP/1.1\r\n\r\n"
        let last = "GET /-/health HTTP/1.1\r\nConnection: close\r\n\r\n"
        let answer = try await server.send(quick + missing + quick + last)
        #expect((answer.head + answer.text).components(separatedBy: "HTTP/1.1 404").count == 12_002)
        #expect(answer.body.suffix(3) == Array("ok\n".utf8)[...])
        #expect(try await server.stop() == 143)
    }

    @Test func slowClientsDoNotDelayOthers() async throws {
        let site = Site(Registries.oneGenerator)
        let server = try await ServeSession.start(site)
        let address = server.address
        let statuses = try await onThread {
            let slow = try (0..<200).map { _ in try HTTPConnection(address) }
            for connection in slow { connection.write(Array("GET /-/health HTTP/1.1\r\nX-Slow: ".utf8)) }
            let other = HTTPAnswer(
                try HTTPConnection(address).exchange(
                    Array("GET /-/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8)
                )
            )
            let late = slow.map { connection in
                connection.write(Array("a\r\nHost: a\r\nConnection: close\r\n\r\n".utf8))
                return HTTPAnswer(connection.readAll()).status
            }
            return [other.status] + late
        }
        #expect(statuses == [Int](repeating: 200, count: 201))
    }

    @Test func largeHeadersAreRefused() async throws {
        let site = Site(Registries.oneGenerator)
        let server = try await ServeSession.start(site)
        let long = String(repeating: "a", count: 9000)
        for head in [
            "GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nX: \(long)\r\n\r\n",
            "GET / HTTP/1.1\r\n" + String(repeating: "X: a\r\n", count: 200) + "\r\n",
        ] {
            let status = try await server.send(head).status
            #expect([0, 400, 404, 414, 431].contains(status) && status != 200, "\(status)")
        }
        #expect(try await server.get("/-/health").status == 200)
    }

    /// Each line combines parts of path tricks. No answer contains a byte of a file outside the cache folder.
    @Test func hostileLinesReadNothing() async throws {
        let site = Site(Registries.oneGenerator)
        let secret = "bytes from outside"
        site.write("secret.png", secret)
        site.write("media/photos/secret.png", secret)
        site.write("media/CACHE/images/.imagekit/secret.png", secret)
        site.write("media/CACHE/images/a/image.png", "an image")
        try FileManager.default.createSymbolicLink(
            atPath: site.path("media/CACHE/images/link"),
            withDestinationPath: site.path
        )
        let server = try await ServeSession.start(site)
        let address = server.address
        let (statuses, leaks) = try await onThread {
            var random = SeededGenerator(seed: 7)
            let parts = [
                "..", ".", "/", "//", "%2e", "%2E%2e", "%2f", "%5c", "\\", "%00", "secret.png", "photos", "a/image.png",
                "media", "CACHE/images", ".imagekit", "link", "%", "%c0%ae", "?", "#", "http://a", "/etc/passwd", "%25",
                "/media/CACHE/images/", "/-/app:small/", "/-/", ".auto", "\u{7F}", "\t", "ü", " ", "*",
            ]
            let methods = ["GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "get", "PUT", "X"]
            var (statuses, leaks): ([Int: Int], Int) = ([:], 0)
            for index in 0..<2000 {
                // Some lines are harmless, so that the test also finds the image.
                var path = Bool.random(using: &random) ? "/media/CACHE/images/" : ""
                for _ in 0..<Int.random(in: 1...6, using: &random) { path += parts.randomElement(using: &random) ?? "" }
                if index.isMultiple(of: 50) { path = "/media/CACHE/images/a/image.png" }
                let method = methods.randomElement(using: &random) ?? ""
                let connection = try HTTPConnection(address)
                connection.write(Array("\(method) \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8))
                connection.finishWriting()
                let answer = HTTPAnswer(connection.readAll())
                statuses[answer.status, default: 0] += 1
                if answer.text.contains(secret) || answer.text.contains("root:") { leaks += 1 }
            }
            return (statuses, leaks)
        }
        #expect(leaks == 0)
        #expect(Set(statuses.keys).isSubset(of: [0, 200, 302, 400, 404, 405]), "\(statuses)")
        #expect(statuses[200, default: 0] > 0 && statuses[404, default: 0] > 200, "\(statuses)")
        #expect(try await server.get("/-/health").status == 200)
        #expect(try await server.stop() == 143)
    }

    // MARK: - Operation

    @Test func theServerListensAtAUnixSocket() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        let url = try await urls(site, "app:small", ["a.png"])[0]
        let server = try await ServeSession.start(site, "--access-log", "log", listen: "unix:serve.sock")
        #expect(try await server.get(url).status == 200)
        #expect(try await server.stop(SIGINT) == 130)
        #expect(!FileManager.default.fileExists(atPath: site.path("serve.sock")))
        let log = try #require(site.text("log")).split(separator: "\n")
        let entry = try #require(try JSONSerialization.jsonObject(with: Data(log[0].utf8)) as? [String: Any])
        #expect(log.count == 1 && entry["path"] as? String == url && entry["status"] as? Int == 200)
    }

    @Test func aRequestIsAnsweredBeforeTheServerEnds() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        site.makePipe("started")
        site.makeMailbox("go")
        site.makeExecutable(
            "waiting",
            #"""
            #!/bin/sh
            [ "$1" = query ] || { echo > started; read line < go; }
            exec "$REAL" "$@"
            """#
        )
        let url = try await urls(site, "app:small", ["a.png"])[0]
        let server = try await ServeSession.start(
            site,
            environment: ["IMAGEKIT_WORKER": site.path("waiting"), "REAL": Executables.worker]
        )
        async let answer = server.get(url)
        _ = try await firstLine(ofPipe: site.path("started"))
        server.signal(SIGTERM)
        try FileHandle(forWritingTo: URL(filePath: site.path("go"))).write(contentsOf: Data("\n".utf8))
        #expect(try await answer.status == 200)
        #expect(await server.exitCode() == 143)
    }

    @Test(arguments: ["--listen=8000", "--listen=unix:", "--queue=0", "--jobs=0", "--upload-to=avatars"])
    func aWrongOptionIsRefused(option: String) async throws {
        let result = try await Site(Registries.oneGenerator).run("serve", option)
        #expect(result.exitCode == 64)
    }
}
