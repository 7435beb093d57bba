import Planning

extension Generation {
    /// Runs with the records of other machines, and shares the records of this run (`SharedStates`). In a dry run, or
    /// without a bucket for states, this function only calls `run`.
    ///
    /// The state is also uploaded after an error or a signal. If the upload fails, nothing is lost: the images and the
    /// state of this machine are complete, and the next run uploads the records.
    /// - Throws: the errors of `SharedStates.mergeChanged`, and the errors of `run`.
    package func runSharingState() async throws -> GenerationSummary {
        guard !options.isDryRun, let states = SharedStates(registry) else { return try await run() }
        let shard = options.selection.shard
        let known = try states.mergeChanged(shard, options.patience, report)
        var result = await Result { try await run() }
        do {
            try states.upload(shard, known, report)
        } catch {
            report.problem("the state is not shared: \(error); the next run of this machine shares it")
            result = result.map { summary in
                var summary = summary
                summary.isStateUnshared = true
                return summary
            }
        }
        return try result.get()
    }
}
