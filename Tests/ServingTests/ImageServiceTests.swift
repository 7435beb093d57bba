import Foundation
import Registry
import Synchronization
import TestSupport
import Testing
import WorkerProtocol
import Workers

@testable import Serving

/// The answers of the service, with workers that write a few bytes instead of an image.
@Suite struct ImageServiceTests {
    /// Writes `image` to the file of each job. Records how many jobs run at the same time.
    final class FakeRunners: JobRunnerFactory, JobRunner {
        static let image = "GIF89a\u{03}\u{1}\u{02}\u{1}\u{1}\u{1}\u{1}"
        private let count = Mutex((now: 0, most: 0, all: 0))

        var most: Int { count.withLock(\.most) }
        var all: Int { count.withLock(\.all) }

        func availableWorkers(atMost wanted: Int) -> Int { wanted }
        func renderer(among known: [Renderer]) -> Renderer? { Renderer(imagekit: "2.0.0", libvips: "8.14.1") }
        func makeRunner(count: Int, limits: WorkerPool.TimeLimits, confinement: Confinement) -> any JobRunner { self }

        func run(_ queue: WorkerPool.Queue) async throws {
            while let job = await queue.next(1).first {
                count.withLock { count in
                    count.all += 1
                    count.now += 1
                    count.most = max(count.most, count.now)
                }
                for _ in 0..<20 { await Task.yield() }
                count.withLock { $0.now -= 1 }
                queue.ended(job, .success(Self.outcome(job)))
            }
        }

        private static func outcome(_ job: Job) -> Outcome {
            Outcome(
                id: job.id,
                results: job.outputs.map { output in
                    guard let target = output.target else { return nil }
                    if job.source.contains("bad") {
                        return .failed(Outcome.Failure(code: .corruptSource, message: "not an image"))
                    }
                    makeFolder(of: target.path)
                    _ = FileManager.default.createFile(atPath: target.path, contents: Data(image.utf8))
                    return .made(Outcome.MadeImage(width: 3, height: 2, bytes: image.utf8.count, format: .gif))
                }
            )
        }

        private static func makeFolder(of path: String) {
            let folder = URL(filePath: path).deletingLastPathComponent().path
            try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
    }

    private let folder = TemporaryFolder()
    private let runners = FakeRunners()
    private let messages = RecordedMessages()

    private func service(
        _ settings: String = "",
        group: String = #"{ "glob": ["photos/*.gif"] }"#,
        generators: String = #""app:small": { "source": "photos", "format": "GIF" }"#,
        queue: Int = 1000,
        uploads: UploadPolicy? = nil,
        photos: Int = 1
    ) throws -> ImageService {
        for number in 0..<photos { folder.write("photos/\(number).gif", "an image \(number)") }
        folder.write(
            "specs.json",
            """
            { "settings": { "MEDIA_ROOT": "." \(settings) },
              "source_groups": { "photos": \(group) }, "generators": { \(generators) } }
            """
        )
        let registry = try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        var configuration = ServerConfiguration(registry: registry, runners: runners) { [messages] message in
            messages.add(message)
        }
        configuration.jobs = 2
        configuration.queue = queue
        configuration.uploads = uploads
        return ImageService(configuration)
    }

    @Test func aMissingImageIsMadeOnceAndThenRead() async throws {
        let service = try service()
        let url = try await location(service, "app:small", "photos/0.gif")
        #expect(url.wholeMatch(of: /\/media\/CACHE\/images\/photos\/0\/[0-9a-f]{32}\.gif/) != nil)
        #expect(runners.all == 0)
        let made = await get(service, url)
        #expect(made.status == 200 && made.body.count == FakeRunners.image.utf8.count)
        #expect(made["Content-Type"] == "image/gif" && made["Cache-Control"] == "public, no-cache")
        let tag = try #require(made["ETag"])
        #expect(await get(service, url, headers: ["If-None-Match": tag]).status == 304)
        #expect(await get(service, url, method: "HEAD").status == 200)
        let part = await get(service, url, headers: ["Range": "bytes=0-2"])
        #expect(part.status == 206 && part["Content-Range"] == "bytes 0-2/13" && part.body.count == 3)
        let beyond = await get(service, url, headers: ["Range": "bytes=13-"])
        #expect(beyond.status == 416 && beyond["Content-Range"] == "bytes */13")
        #expect(await get(service, url, method: "HEAD", headers: ["Range": "bytes=13-"]).status == 200)
        #expect(runners.all == 1)
    }

    @Test func aThousandRequestsMakeOneImage() async throws {
        let service = try service()
        let url = try await location(service, "app:small", "photos/0.gif")
        let statuses = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 { group.addTask { await get(service, url).status } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 200, count: 1000) && runners.all == 1)
    }

    @Test func noMoreWorkersRunThanJobs() async throws {
        let service = try service(photos: 40)
        let urls = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<40 { group.addTask { try await location(service, "app:small", "photos/\(number).gif") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let statuses = await withTaskGroup(of: Int.self) { group in
            for url in urls { group.addTask { await get(service, url).status } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 200, count: 40))
        #expect(runners.all == 40)
        #expect(runners.most <= 2)
    }

    @Test func anUnknownNameIsNotFound() async throws {
        let service = try service()
        for path in [
            "/media/CACHE/images/photos/0/00000000000000000000000000000000.gif", "/media/CACHE/images/a.gif",
            "/media/CACHE/images/photos/0.gif", "/media/photos/0.gif", "/-/app:small/photos/9.gif",
            "/-/app:large/photos/0.gif",
            "/-/app:small/../specs.json", "/-/*/photos/0.gif", "/-/app/photos/0.gif", "/-/process/app:small",
        ] {
            #expect(await get(service, path).status == 404, "\(path)")
        }
        #expect(runners.all == 0)
    }

    @Test(arguments: ["hash", "source_name_dot_hash", "source_content_hash", "{stem}-{hash:12}.{ext}"])
    func everyNamerIsServed(namer: String) async throws {
        let service = try service(#", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "\#(namer)""#)
        let url = try await location(service, "app:small", "photos/0.gif")
        let made = await get(service, url)
        #expect(made.status == 200)
        let isPermanent = namer == "source_content_hash"
        #expect(
            made["Cache-Control"] == (isPermanent ? "public, max-age=31536000, immutable" : "public, no-cache")
        )
        // The same name with another digit.
        let hash = try #require(url.firstMatch(of: /[0-9a-f]{12,}/)).range
        var other = url
        other.replaceSubrange(hash.lowerBound...hash.lowerBound, with: url[hash.lowerBound] == "f" ? "0" : "f")
        #expect(await get(service, other).status == 404)
        #expect(runners.all == 1)
    }

    /// The program of the group writes a line for each call, and fails.
    @Test func aFailedSearchIsNotRepeatedForEachName() async throws {
        folder.write("fail.sh", "echo called >> '\(folder.path("calls"))'; exit 1")
        let service = try service(
            #", "allow_exec": true, "IMAGEKIT_SPEC_CACHEFILE_NAMER": "hash""#,
            group: #"{ "command": ["sh", "\#(folder.path("fail.sh"))"] }"#
        )
        for digit in ["0", "1"] {
            let name = String(repeating: digit, count: 32) + ".gif"
            #expect(await get(service, "/media/CACHE/images/" + name).status == 500)
        }
        #expect(try String(contentsOfFile: folder.path("calls"), encoding: .utf8) == "called\n")
    }

    /// An overlay can change while the name of the image stays the same.
    @Test(arguments: [
        #"["mark.gif"]"#, #"[{ "field": "mark" }]"#,
        #"{ "overlay_img": "mark.gif", "position": { "field": "corner" } }"#,
    ])
    func anImageWithAnOverlayIsNotPermanent(overlay: String) async throws {
        folder.write("mark.gif", "an overlay")
        folder.write("photos/0.json", #"{ "mark": "mark.gif", "corner": [1, 2] }"#)
        let spec = #""processors": [{ "ImageOverlay": \#(overlay) }], "format": "GIF""#
        let service = try service(
            #", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "source_content_hash""#,
            generators: #""a": { "source": "photos", \#(spec) }"#
        )
        let made = await get(service, try await location(service, "a", "photos/0.gif"))
        #expect(made.status == 200 && made["Cache-Control"] == "public, no-cache")
    }

    @Test func aBadSourceIsReportedAndRemembered() async throws {
        let service = try service()
        folder.write("photos/bad.gif", "no image")
        let url = try await location(service, "app:small", "photos/bad.gif")
        for _ in 0..<3 {
            let response = await get(service, url)
            #expect(response.status == 422 && response["Cache-Control"] == "no-store")
            #expect(response.text.contains(#""code":"corrupt-source""#) && response.text.contains("not an image"))
        }
        #expect(runners.all == 1)
    }

    @Test func theStrategyDecides() async throws {
        let service = try service(#", "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic""#)
        let url = try await location(service, "app:small", "photos/0.gif")
        #expect(await get(service, url).status == 404)
        #expect(runners.all == 0)
    }

    @Test func onlyReadingIsAllowed() async throws {
        let service = try service()
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "get"] {
            let response = await get(service, "/media/CACHE/images/a.gif", method: method)
            #expect(response.status == 405 && response["Allow"] == "GET, HEAD")
        }
    }

    @Test func metricsCountAnswers() async throws {
        let service = try service()
        _ = await get(service, try await location(service, "app:small", "photos/0.gif"))
        service.metrics.responded(200, bytes: 13)
        let text = await get(service, "/-/metrics").text
        #expect(text.contains("imagekit_http_requests_total{status=\"200\"} 1\n"))
        #expect(text.contains("imagekit_images_made_total 1\n") && text.contains("imagekit_images_waiting 0\n"))
        #expect(await get(service, "/-/health").text == "ok\n")
        #expect(await get(service, "/-/ready").status == 200)
    }

    // MARK: - Formats

    private static let set = """
        "app:set": { "source": "photos", "formats": ["WEBP", "GIF"] }
        """

    @Test func theClientChoosesTheFormat() async throws {
        let service = try service(generators: Self.set)
        let url = try await location(service, "app:set", "photos/0.gif")
        #expect(url.hasSuffix(".auto"))
        for (accept, type) in [("image/webp,*/*", "image/webp"), ("*/*", "image/gif")] {
            let response = await get(service, url, headers: ["Accept": accept])
            #expect(response.status == 200 && response["Content-Type"] == type && response["Vary"] == "Accept")
            let location = try #require(response["Content-Location"])
            let direct = await get(service, location)
            #expect(direct["ETag"] == response["ETag"] && direct["Vary"] == nil)
        }
        #expect(await get(service, url.replacing(".auto", with: "0.auto")).status == 404)
        #expect(runners.all == 2)
    }

    /// The names of a template can have no extension, or an extension that is part of the template.
    @Test(arguments: [
        "hash", "{stem}-{hash:12}.{ext}", "{stem}-{hash:12}", "{stem}.{hash:12}", "{stem}-{hash:12}.jpg",
        "{hash}/{stem}",
    ])
    func everyNamerHasURLsForSeveralFormats(namer: String) async throws {
        let service = try service(#", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "\#(namer)""#, generators: Self.set)
        let url = try await location(service, "app:set", "photos/0.gif")
        #expect(url.hasSuffix(".auto"))
        let response = await get(service, url)
        #expect(response.status == 200 && response["Vary"] == "Accept")
        #expect(await get(service, url.replacing(".auto", with: "0.auto")).status == 404)
        #expect(runners.all == 1)
    }

    /// The names of the sources are equal in Swift, because one is composed and the other is decomposed. The hashes of
    /// their images start with the same digit, so Swift also treats the names of the images as equal.
    @Test func urlsForSeveralFormatsDistinguishSiblings() async throws {
        for name in ["caf\u{E9}1.gif", "cafe\u{301}1.gif"] { folder.write("photos/\(name)", "an image") }
        let service = try service(#", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "{stem}-{hash:1}.{ext}""#, generators: Self.set)
        for stem in ["caf%C3%A91-f", "cafe%CC%811-f"] {
            let response = await get(service, "/media/CACHE/images/\(stem).auto")
            #expect(response["Content-Location"] == "/media/CACHE/images/\(stem).gif")
        }
    }

    @Test func anUnreadableFolderIsReported() async throws {
        let service = try service()
        folder.write("CACHE", "")
        let path = folder.path("CACHE/images")
        #expect(await get(service, "/media/CACHE/images/photos/a.gif").status == 500)
        #expect(messages.all == ["error: cannot open \(path): Not a directory"])
    }

    @Test func theNumberOfUploadsIsLimited() throws {
        let service = try service(queue: 1, uploads: UploadPolicy(tokenFile: nil, folder: ""))
        let request = ServerRequest(method: "POST", target: service.targets.target("/-/process/app:small"))
        func status(_ start: UploadDecision?) -> Int? {
            switch start {
            case .accepted: 100
            case .refused(let response): response.status
            case nil: nil
            }
        }
        do {
            let first = service.beginUpload(request)
            #expect(status(first) == 100)
            #expect(status(service.beginUpload(request)) == 503)
            withExtendedLifetime(first) {}
        }
        #expect(status(service.beginUpload(request)) == 100)
    }

    @Test func uploadsWithoutTheTokenDoNotCount() throws {
        folder.write("token", "0123456789abcdef")
        let policy = try UploadPolicy(tokenFile: folder.path("token"), folder: "")
        let service = try service(queue: 1, uploads: policy)
        func begin(_ headers: [String: String]) -> UploadDecision? {
            var request = ServerRequest(method: "POST", target: service.targets.target("/-/process/app:small"))
            for (name, value) in headers { request.read(header: name, value) }
            return service.beginUpload(request)
        }
        func refusal(_ start: UploadDecision?) -> ServerResponse? {
            if case .refused(let response) = start { response } else { nil }
        }
        #expect(refusal(begin([:]))?.status == 401)
        let form = ["Content-Type": "multipart/form-data; boundary=b"]
        let token = ["Authorization": "Bearer 0123456789abcdef"]
        let stranger = begin(form)
        let first = begin(token)
        #expect(refusal(stranger) == nil && refusal(first) == nil)
        for headers in [form, token] {
            let response = try #require(refusal(begin(headers)))
            #expect(response.status == 503)
            #expect(response.text == "too many uploads are being received or processed; try again\n")
        }
        // The token in the form arrives while the only upload with a token is received.
        if case .accepted(let upload) = stranger {
            let start = "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n0123456789abcdef\r\n--b\r\n"
            let error = #expect(throws: UploadRefusalError.self) {
                try upload.receive(start.utf8, count: start.utf8.count)
            }
            #expect(error?.response.status == 503)
        }
        withExtendedLifetime(first) {}
    }

    @Test func aFormWithoutTheTokenIsSmall() throws {
        folder.write("token", "0123456789abcdef")
        let policy = try UploadPolicy(tokenFile: folder.path("token"), folder: "")
        let service = try service(uploads: policy)
        var request = ServerRequest(method: "POST", target: service.targets.target("/-/process/app:small"))
        request.read(header: "Content-Type", "multipart/form-data; boundary=b")
        guard case .accepted(let upload) = service.beginUpload(request) else {
            Issue.record("the upload is refused")
            return
        }
        let start = "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n"
        try upload.receive(start.utf8, count: start.utf8.count)
        let bytes = [UInt8](repeating: 0, count: 65536)
        let error = #expect(throws: UploadRefusalError.self) { try upload.receive(bytes, count: bytes.count) }
        #expect(error?.response.status == 401)
    }

    @Test func aGeneratorHasNoAutomaticName() async throws {
        let service = try service()
        let url = try await location(service, "app:small", "photos/0.gif")
        #expect(await get(service, url.replacing(".gif", with: ".auto")).status == 404)
    }
}

private func get(
    _ service: ImageService,
    _ path: String,
    method: String = "GET",
    headers: [String: String] = [:]
) async -> ServerResponse {
    var request = ServerRequest(method: method, target: service.targets.target(path))
    for (name, value) in headers { request.read(header: name, value) }
    if let response = service.immediateResponse(to: request) { return response }
    return await service.response(to: request)
}

/// The URL of the image of a generator, as the service redirects to it.
private func location(_ service: ImageService, _ generator: String, _ source: String) async throws -> String {
    let response = await get(service, "/-/\(generator)/\(source)")
    #expect(response.status == 302)
    return try #require(response["Location"])
}

extension ServerResponse {
    fileprivate subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    fileprivate var text: String {
        if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "" }
    }
}
