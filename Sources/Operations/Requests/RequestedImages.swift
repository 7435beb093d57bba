import Files
import Planning
import Registry
import SourceGroups
import WorkerProtocol

/// Makes cache files that are requested by their names.
struct RequestedImages {
    enum Result: Sendable {
        case made
        /// No generator makes a file with this name, or its strategy makes no file on request.
        case refused
        case failed(Outcome.Failure)
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
    }

    /// - Parameter finished: called with each name and its result.
    func make(_ names: [String], _ finished: (String, Result) -> Void) async throws {
        let found = try find(names)
        let known = Set(found.map { ByteName($0.name) })
        for name in names where !known.contains(ByteName(name)) { finished(name, .refused) }
        for images in Dictionary(grouping: found, by: \.key).values {
            try Task.checkCancellation()
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
    }

    /// Finds the generators and the sources of names. If some names do not suggest their source, one pass over all
    /// sources finds the images with these names.
    private func find(_ names: [String]) throws -> [Found] {
        let lookup = CacheFileLookup(registry, renderer: CurrentRenderer(options.runners.renderer), notify: notify)
        var found: [Found] = []
        var rest: Set<ByteName> = []
        for name in names {
            let match = try lookup.match(name) {
                rest.insert(ByteName(name))
                return false
            }
            guard let match else { continue }
            let key = ([match.image.id(in: match.registry)] + (match.call?.arguments ?? [])).joined(separator: "\0")
            found.append(Found(name: name, origin: match.source.origin, request: try match.request, key: key))
        }
        guard !rest.isEmpty else { return found }
        let _: Bool? = try lookup.first(in: Selection()) { source, planner in
            for image in source.images where rest.remove(ByteName(image.name)) != nil {
                let id = image.id(in: planner.registry)
                let request = try planner.registry.request(id, arguments: [])
                found.append(Found(name: image.name, origin: source.origin, request: request, key: id))
            }
            return rest.isEmpty ? true : nil
        }
        return found
    }
}
