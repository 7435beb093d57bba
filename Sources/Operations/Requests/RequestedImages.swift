import CacheState
import Files
import Planning
import Registry
import SourceGroups
import WorkerProtocol

/// Makes cache files that are requested by their names.
struct RequestedImages {
    enum Result: Sendable {
        case made
        /// No generator makes a file with this name, or the strategy of the generator makes no file on request.
        case refused
        case failed(Outcome.Failure)
        /// An error that does not concern the image prevents the answer, such as a source group that cannot be read.
        case postponed(any Error)
        /// Only a search in all sources can find the image.
        case notFound
    }

    let registry: Registry
    let options: GenerationOptions
    let report: any GenerationReport
    let notify: @Sendable (SourceNotice) -> Void

    private struct Found {
        let name: String
        let origin: ImageOrigin
        let request: ImageRequest
        /// The same for all images of one generator with the same arguments.
        let key: String

        init(_ name: String, _ origin: ImageOrigin, _ request: ImageRequest, id: String, arguments: [String] = []) {
            (self.name, self.origin, self.request) = (name, origin, request)
            key = ([id] + arguments).joined(separator: "\0")
        }
    }

    /// The results of a search for the images with the requested names, until now.
    private struct Search {
        var found: [Found] = []
        /// The names that are not found yet.
        var rest: Set<ByteName>
        /// The error because of which the search is incomplete for all names.
        var error: (any Error)?
        /// The errors because of which the search is incomplete for single names.
        var errors: [ByteName: any Error] = [:]
    }

    /// - Parameters:
    ///   - searchesAll: whether all sources are searched for the names that do not suggest their source.
    ///   - finished: called with each name and its result.
    /// - Throws: `CancellationError`, and the errors of the state.
    func make(_ names: [String], searchesAll: Bool, _ finished: (String, Result) -> Void) async throws {
        guard !names.isEmpty else { return }
        let search = try search(names, searchesAll)
        for name in search.rest {
            // Report an error only after a search in all sources, because this search can still find the image.
            let error = search.errors[name] ?? search.error
            finished(name.text, searchesAll ? error.map(Result.postponed) ?? .refused : .notFound)
        }
        for images in Dictionary(grouping: search.found, by: \.key).values {
            try Task.checkCancellation()
            do {
                try await make(images, finished)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                for image in images { finished(image.name, .postponed(error)) }
            }
        }
    }

    /// Makes images of one generator with the same arguments.
    private func make(_ images: [Found], _ finished: (String, Result) -> Void) async throws {
        var files = SingleFiles(images[0].request, registry: registry, options: options, report: report)
        files.notifiesOfFresh = true
        // The form `json` requires the existence and the content of the files, as the site does.
        let answers = try await files.answers(for: images.map(\.origin), .json)
        for (image, answer) in zip(images, answers) {
            switch answer.result {
            case .success: finished(image.name, .made)
            case .failure(let failure):
                finished(image.name, failure.code == .notGenerated ? .refused : .failed(failure))
            }
        }
    }

    // MARK: - Searching

    /// Finds the generators and the sources of names. Examines the sources that the state and the names suggest, then
    /// the recorded calls, and at last all sources if `searchesAll` is true.
    private func search(_ names: [String], _ searchesAll: Bool) throws -> Search {
        let lookup = CacheFileLookup(registry, renderer: CurrentRenderer(options.runners.renderer), notify: notify)
        let state = try registry.settings.cacheBackend.openForReading(CacheTree(settings: registry.settings))
        defer { state?.close() }
        var search = Search(rest: Set(names.map { ByteName($0) }))
        let likely = try names.flatMap { name in
            try (state?.sources(ofCacheFile: name) ?? []) + lookup.sources(suggestedBy: name)
        }
        try examine(likely, lookup, &search)
        let calls = try state?.onDemand() ?? [:]
        for name in search.rest {
            guard let call = calls[name] else { continue }
            do {
                guard let match = try lookup.match(name.text, of: call, state) else { continue }
                let id = match.image.id(in: match.registry)
                let request = try match.request
                search.found.append(
                    Found(name.text, match.source.origin, request, id: id, arguments: call.arguments)
                )
                search.rest.remove(name)
            } catch {
                search.errors[name] = error
            }
        }
        if searchesAll { try examine(nil, lookup, &search) }
        return search
    }

    /// Looks for the names among the images of sources. If a source group cannot be read, the function searches the
    /// images of each generator separately, so that it finds the images of the other groups.
    /// - Parameter sources: nil for all sources.
    /// - Throws: `CancellationError`.
    private func examine(_ sources: [String]?, _ lookup: CacheFileLookup, _ search: inout Search) throws {
        guard sources != [], !search.rest.isEmpty else { return }
        do {
            try examine(Selection(sources: sources), lookup, &search)
        } catch let error as CancellationError {
            throw error
        } catch {
            for generator in registry.generators where !search.rest.isEmpty {
                do {
                    try examine(Selection(patterns: [generator.id], sources: sources), lookup, &search)
                } catch let error as CancellationError {
                    throw error
                } catch {
                    search.error = error
                }
            }
        }
    }

    private func examine(_ selection: Selection, _ lookup: CacheFileLookup, _ search: inout Search) throws {
        let _: Bool? = try lookup.first(in: selection) { source, planner in
            // A search in all sources can take minutes.
            try Task.checkCancellation()
            for image in source.images where search.rest.remove(ByteName(image.name)) != nil {
                let id = image.id(in: planner.registry)
                let request = try planner.registry.request(id, arguments: [])
                search.found.append(Found(image.name, source.origin, request, id: id))
            }
            return search.rest.isEmpty ? true : nil
        }
    }
}
