import Planning

extension Generation {
    /// Makes the images, and updates the cache of a Django site.
    func run(notifying updates: DjangoCacheUpdates) async throws -> GenerationSummary {
        updates.begin()
        var notifying = self
        notifying.report = DjangoCacheReport(report: report, updates: updates)
        let result = await outcome { try await notifying.make() }
        if case .success(let summary) = result, options.selection.isOfEverything, !summary.lacksSources,
            updates.lacksStates()
        {
            // Ignore an error, because the next run does the same again.
            try? updates.complete(ExistingImages(registry: registry).forEach)
        }
        updates.finish(report)
        return try result.get()
    }
}
