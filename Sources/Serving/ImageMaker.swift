import CacheState
import Files
import Operations
import Planning
import Registry
import Synchronization
import SystemPackage
import WorkerProtocol

/// Makes the cache files that clients request by name.
final class ImageMaker: Sendable {
    enum Result: Sendable {
        case made
        /// No generator makes a file with this name, or the source of the file does not exist.
        case unknown
        /// The strategy of the generator makes no file on request.
        case notOnRequest
        case failed(Outcome.Failure)
        /// Another process has locked the cache folder or is making the image, or too many images are requested.
        case busy
        /// An error that does not concern the source, such as a full disk.
        case broken(String)
    }

    /// How long a request waits for another process that cleans the cache folder or makes the same image.
    private static let patience = LockPatience.atMost(.seconds(10))

    private let configuration: ServerConfiguration
    private let metrics: ServerMetrics
    private let lookup: CacheFileLookup
    private let names: NameIndex
    private let flights: SingleFlight<ByteName, Result>
    private let lookups = BlockingWork(2)
    private let workers: Slots
    /// The earlier results of `alternatives`, by their stems.
    private let known = Mutex<[ByteName: [String]]>([:])
    private static let capacity = 10_000

    init(_ configuration: ServerConfiguration, _ metrics: ServerMetrics, workers: Slots) {
        self.configuration = configuration
        self.metrics = metrics
        let report = configuration.report
        lookup = CacheFileLookup(
            configuration.registry,
            renderer: CurrentRenderer(configuration.runners.renderer)
        ) { notice in
            if notice.kind == .failure { report(.error(notice.message)) }
        }
        names = NameIndex(configuration.registry, lookup)
        flights = SingleFlight(capacity: configuration.queue)
        self.workers = workers
    }

    /// The number of images that are being made or wait.
    var count: Int { flights.count }

    func make(_ name: String) async -> Result {
        do {
            return try await flights.value(of: ByteName(name)) { await self.makeOnce(name) }
        } catch {
            return .busy
        }
    }

    private func makeOnce(_ name: String) async -> Result {
        do {
            guard let found = try await lookups.run({ try self.find(name) }) else { return .unknown }
            return try await workers.use { try await make(found) }
        } catch is CacheTreeBusyError {
            return .busy
        } catch {
            configuration.report(.error("\(name): \(error)"))
            return .broken("\(error)")
        }
    }

    private struct Found: Sendable {
        let request: ImageRequest
        let origin: ImageOrigin
    }

    private func find(_ name: String) throws -> Found? {
        guard names.hasShape(name),
            let match = try lookup.match(name, searchesAll: { try names.isListed(name) })
        else { return nil }
        return Found(request: try match.request, origin: match.source.origin)
    }

    private func make(_ found: Found) async throws -> Result {
        var options = GenerationOptions(runners: configuration.runners)
        options.patience = Self.patience
        let files = SingleFiles(
            found.request,
            registry: configuration.registry,
            options: options,
            report: ServerReport(print: configuration.report)
        )
        let start = ContinuousClock.now
        // The form `json` raises both events, `existenceRequired` and `contentRequired`. So the file is made if its
        // strategy makes files on at least one of them.
        let answers = try await files.answers(for: [found.origin], .json)
        switch answers.first?.result {
        case .success(let image):
            if image.isNew { metrics.made(in: .now - start) }
            return .made
        case .failure(let failure):
            switch failure.code {
            case .notGenerated: return .notOnRequest
            case .missingSource: return .unknown
            case .cannotWrite where failure.unwritable?.code == Errno.fileNameTooLong.rawValue:
                // The image can never be made, because its name is too long. So the client gets the reason, as for a
                // corrupt source, and not an error of the server.
                metrics.failed()
                var failure = failure
                failure.message = "\(found.origin.key), \(found.request.id): \(failure.message)"
                return .failed(failure)
            case .cannotWrite:
                configuration.report(.error(failure.message))
                return .broken(failure.message)
            default:
                metrics.failed()
                return .failed(failure)
            }
        case nil: return .broken("no result")
        }
    }

    /// Returns the image of a generator for one of its sources. For a set, this is the largest image in the last
    /// format.
    func image(of generator: String, _ source: String) async throws -> CacheFileLookup.NamedImage? {
        try await lookups.run { [lookup] in try lookup.image(of: generator, source: source) }
    }

    /// Returns the names of the images of a set that differ only in their format, in the order of the set.
    /// - Parameter stem: the name of the image in the last format, without its extension.
    func alternatives(toStem stem: String) async throws -> [String] {
        if let known = known.withLock({ $0[ByteName(stem)] }) { return known }
        guard names.hasShape(stem, isStem: true) else { return [] }
        let found = try await lookups.run { [lookup, names] in
            try lookup.alternatives(toStem: stem) { try names.isListed(stem, isStem: true) }
        }
        if !found.isEmpty {
            known.withLock { known in
                if known.count >= Self.capacity { known.removeAll() }
                known[ByteName(stem)] = found
            }
        }
        return found
    }
}
