import Registry

@testable import Operations

extension Site {
    /// Runs a single-file command. Returns one line per source.
    func answers(
        _ sources: [String],
        of id: String = "small",
        _ form: AnswerForm = .name,
        arguments: [String] = [],
        workers: FakeWorkers = FakeWorkers(),
        _ change: (inout GenerationOptions) -> Void = { _ in }
    ) async throws -> [String] {
        let registry = try registry()
        let request = try registry.request(id, arguments: arguments)
        var options = options(workers)
        change(&options)
        let files = SingleFiles(request, registry: registry, options: options, report: RecordingReport())
        return try await files.answers(for: sources.map(ImageOrigin.init(key:)), form).map {
            $0.line(form, registry.settings)
        }
    }
}
