import Files
import ImageSpecs
import Operations
import Registry

/// Answers requests. The type does not depend on connections, so tests can use it without a network.
package final class ImageService: Sendable {
    package let metrics = ServerMetrics()
    package let targets: RequestTargetReader
    private let configuration: ServerConfiguration
    private let folder: CacheFolderReader
    private let policy: CachePolicy
    private let maker: ImageMaker
    private let uploads: UploadService?

    package init(_ configuration: ServerConfiguration) {
        self.configuration = configuration
        let settings = configuration.registry.settings
        targets = RequestTargetReader(settings)
        folder = CacheFolderReader(settings)
        policy = CachePolicy(configuration.registry)
        let workers = Slots(configuration.jobs)
        maker = ImageMaker(configuration, metrics, workers: workers)
        uploads = UploadService(configuration, workers: workers)
    }

    /// Returns the answer if it is available without waiting. Returns nil if the server must look up a name or make a
    /// file first.
    package func immediateResponse(to request: ServerRequest) -> ServerResponse? {
        guard request.method == .get || request.method == .head else {
            return .text(405, "method not allowed").adding("Allow", "GET, HEAD")
        }
        switch request.target {
        case .cacheFile(let name):
            guard let relative = folder.relativeName(name) else { return .notFound }
            return existing(relative, request)
        case .automatic, .image: return nil
        case .health: return .text(200, "ok")
        case .ready: return readiness
        case .metrics:
            var response = ServerResponse.text(200, metrics.text(waiting: maker.count))
            response.fields[0].value = "text/plain; version=0.0.4; charset=utf-8"
            return response
        case .process(let generator): return uploads?.form(generator) ?? .notFound
        case .unknown: return .notFound
        case .malformed: return .badRequest
        }
    }

    /// Returns the answer to a request that has no immediate answer.
    package func response(to request: ServerRequest) async -> ServerResponse {
        do {
            switch request.target {
            case .cacheFile(let name): return await made(name, request)
            case .automatic(let stem): return try await automatic(stem, request)
            case .image(let generator, let source): return try await redirection(to: generator, source)
            default: return .notFound
            }
        } catch {
            configuration.report(.error("\(error)"))
            return .broken
        }
    }

    // MARK: - Files

    /// - Parameter name: relative to the cache folder.
    /// - Returns: nil if the file does not exist.
    private func existing(_ name: String, _ request: ServerRequest) -> ServerResponse? {
        switch folder.open(name) {
        case .missing: return nil
        case .notAFile: return .notFound
        case .unreadable(let error):
            configuration.report(.error("\(error)"))
            return error.isLackOfDescriptors ? .noDescriptor : .broken
        case .file(let file): return response(with: file, name, request)
        }
    }

    private func response(with file: OpenedFile, _ name: String, _ request: ServerRequest) -> ServerResponse {
        let tag = file.tag
        var response: ServerResponse
        switch request.conditions.answer(tag: tag, modified: file.modified, size: file.size) {
        case .preconditionFailed: return .text(412, "precondition failed")
        case .unsatisfiable:
            return .text(416, "range not satisfiable").adding("Content-Range", "bytes */\(file.size)")
        case .notModified: response = ServerResponse(304)
        case .part(let part):
            response = ServerResponse(206)
            response.fields.append(("Content-Range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"))
            response.body = .file(file, part)
        case .complete:
            response = ServerResponse(200)
            response.body = .file(file, 0..<file.size)
        }
        response.fields += [
            ("ETag", tag), ("Last-Modified", UTCTime(seconds: file.modified).httpDate),
            ("Cache-Control", policy.cacheControl(name)), ("Accept-Ranges", "bytes"),
        ]
        if response.status != 304 {
            response.fields += [("Content-Type", Self.mediaType(of: name)), ("X-Content-Type-Options", "nosniff")]
        }
        return response
    }

    static func mediaType(of name: String) -> String {
        let ending = SourceName.splitExtension(name).extension.dropFirst()
        return ImageFormat(name: String(ending))?.mimeType ?? "application/octet-stream"
    }

    private func made(_ name: String, _ request: ServerRequest) async -> ServerResponse {
        guard let relative = folder.relativeName(name) else { return .notFound }
        switch await maker.make(name) {
        case .made:
            // Another process can delete the new file before it is opened. Then the client must try again.
            return existing(relative, request) ?? .busy
        case .unknown, .notOnRequest: return .notFound
        case .failed(let failure): return .error(422, code: failure.code.rawValue, failure.message)
        case .busy: return .busy
        case .broken: return .broken
        }
    }

    // MARK: - Names

    private func redirection(to generator: String, _ source: String) async throws -> ServerResponse {
        guard let image = try await maker.image(of: generator, source) else { return .notFound }
        var name = image.name
        if image.hasAlternatives {
            name = SourceName.splitExtension(name).stem + RequestTargetReader.automaticEnding
        }
        var response = ServerResponse(302)
        response.fields = [
            ("Location", configuration.registry.settings.url(of: name)), ("Cache-Control", CachePolicy.revalidate),
        ]
        return response
    }

    /// Sends an image of a set. Of the formats of the set, chooses the format that the client prefers (`Accept`).
    private func automatic(_ stem: String, _ request: ServerRequest) async throws -> ServerResponse {
        guard folder.relativeName(stem) != nil else { return .notFound }
        let names = try await maker.alternatives(toStem: stem)
        guard !names.isEmpty else { return .notFound }
        let chosen = AcceptedFormats(request.accept).choose(among: names.map(Self.mediaType))
        let name = names[chosen]
        guard let relative = folder.relativeName(name) else { return .notFound }
        let response: ServerResponse
        if let existing = existing(relative, request) {
            response = existing
        } else {
            response = await made(name, request)
        }
        return response.adding("Vary", "Accept").adding(
            "Content-Location",
            configuration.registry.settings.url(of: name)
        )
    }

    // MARK: - Uploads

    /// Accepts or refuses an upload before its body is received. Returns nil if the request is not an upload.
    package func beginUpload(_ request: ServerRequest) -> UploadDecision? {
        guard case .process(let generator) = request.target, let headers = request.upload else { return nil }
        return uploads?.begin(generator, headers) ?? .refused(.notFound)
    }

    package func process(_ upload: ReceivedUpload) async -> ServerResponse {
        await uploads?.process(upload) ?? .notFound
    }

    // MARK: - Readiness

    private var readiness: ServerResponse {
        do {
            _ = try configuration.runners.availableWorkers(atMost: 1)
        } catch {
            configuration.report(.error("\(error)"))
            return .text(503, "no worker can run")
        }
        let cacheFolder = configuration.registry.settings.cacheFolder
        if let missing = MissingPermission(toWrite: cacheFolder) {
            configuration.report(
                .error("cannot write in \(missing.path), which belongs to the user \(userName(missing.owner))")
            )
            return .text(503, "the cache folder cannot be written")
        }
        return .text(200, "ready")
    }
}
