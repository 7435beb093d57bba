import Files
import ImageSpecs
import Markup
import Operations
import Registry
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Processes uploads, as `imagekit process` does.
final class UploadService: Sendable {
    /// The age in seconds after which the next server that starts deletes an unfinished upload of a killed server.
    private static let staleAfter = 86_400
    /// The start of the name of an upload's folder. Other files stay, because `IMAGEKIT_STATE_DIR` can name a folder in
    /// which another program has a folder `uploads`.
    private static let prefix = "upload-"
    /// The maximum size of everything in a form except the file: boundaries, headers, and other fields.
    private static let formOverhead = 64 * 1024

    private let configuration: ServerConfiguration
    private let policy: UploadPolicy
    private let workers: Slots
    /// The folder that contains the bodies of uploads until they are processed.
    private let folder: String
    private let limits: UploadLimits

    init?(_ configuration: ServerConfiguration, workers: Slots) {
        guard let policy = configuration.uploads else { return nil }
        self.configuration = configuration
        self.policy = policy
        self.workers = workers
        limits = UploadLimits(uploads: configuration.queue)
        folder = configuration.registry.settings.privateFolder + "/uploads"
        removeStaleUploads()
    }

    private var registry: Registry { configuration.registry }

    /// Returns nil if no upload can use the generator: a canvas takes no file, and a set would make several images.
    private func request(_ generator: String) -> ImageRequest? {
        guard let request = try? registry.request(generator, arguments: []), !request.isCanvas, !request.isSet else {
            return nil
        }
        return request
    }

    /// Checks the headers of an upload before its body is received.
    func begin(_ generator: String, _ headers: UploadHeaders) -> UploadDecision {
        guard request(generator) != nil else { return .refused(.notFound) }
        do {
            try makeFolder(folder)
        } catch {
            configuration.report(.error("\(error)"))
            return .refused(.notStored)
        }
        do throws(UploadRefusalError) {
            return .accepted(
                try ReceivedUpload(
                    generator: generator,
                    headers: headers,
                    policy: policy,
                    folder: folder + "/" + Self.prefix + randomName(),
                    maxBytes: min(registry.settings.limits.fileBytes, Int.max - Self.formOverhead) + Self.formOverhead,
                    limits: limits,
                    report: configuration.report
                )
            )
        } catch {
            return .refused(error.response)
        }
    }

    func process(_ upload: ReceivedUpload) async -> ServerResponse {
        do throws(UploadRefusalError) { try upload.finish() } catch { return error.response }
        guard let path = upload.path, let request = request(upload.generator) else { return .notFound }
        do {
            let options = GenerationOptions(runners: configuration.runners)
            let uploads = try Uploads(request, registry: registry, to: policy.folder, options: options)
            let answers = try await workers.use { try await uploads.store([path]) }
            guard var answer = answers.first else { return .broken }
            // Report only the last component of the path, because the client does not know the folder on the server.
            answer.origin = .source(SourceName.split(path).last)
            return response(answer)
        } catch {
            configuration.report(.error("\(error)"))
            return .broken
        }
    }

    private func response(_ answer: CacheFileAnswer) -> ServerResponse {
        let settings = registry.settings.ofUploads
        var response = ServerResponse(201)
        response.body = .bytes(Array((answer.line(.json, settings) + "\n").utf8))
        response.fields = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        switch answer.result {
        case .success(let image): response.fields.append(("Location", image.url(settings)))
        case .failure(let failure) where failure.code == .cannotWrite:
            configuration.report(.error(failure.message))
            return .broken
        case .failure: response.status = 422
        }
        return response
    }

    private func removeStaleUploads() {
        let now = currentSeconds()
        for name in entries(ofFolder: folder) where name.hasPrefix(Self.prefix) {
            let path = folder + "/" + name
            guard let status = try? Stat(path, followTargetSymlink: false),
                now - status.st_mtim.tv_sec > Self.staleAfter
            else { continue }
            for file in entries(ofFolder: path) { unlink(path + "/" + file) }
            rmdir(path)
        }
    }

    // MARK: - The form

    func form(_ generator: String) -> ServerResponse {
        guard request(generator) != nil else { return .notFound }
        var response = ServerResponse(200)
        response.fields = [
            ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        let id = Markup.escape(generator)
        // The form contains the token before the file, because the server stores no file before it knows the token.
        let token = """
            <p><label for="token">Token</label> <input type="password" id="token" name="token" required autocomplete="off"></p>

            """
        let page = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Upload to \(id)</title></head>
            <body><main>
            <h1>Upload to \(id)</h1>
            <form method="post" enctype="multipart/form-data">
            \(policy.needsToken ? token : "")\
            <p><label for="file">Picture</label> <input type="file" id="file" name="file" required accept="image/*"></p>
            <p><button type="submit">Upload</button></p>
            </form>
            </main></body>
            </html>

            """
        response.body = .bytes(Array(page.utf8))
        return response
    }
}
