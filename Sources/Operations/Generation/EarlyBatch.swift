import Planning

/// A batch that begins while sources are still being planned, so that the first image does not wait for the plan of all
/// sources.
struct EarlyBatch {
    /// The batch ended with an error before all sources were planned.
    struct EndedError: Error {}

    /// The minimum number of images in the first portion of work. The minimum for the second portion is twice this
    /// number. The minimum for each later portion is twice the number of images in the portion before it. Only the last
    /// portion has no minimum. So even the work of a million sources has few portions.
    static let firstPortion = 200

    private let batch: Task<GenerationSummary, any Error>
    private let portions: AsyncStream<PlannedWork>.Continuation
    /// The number of images in the latest portion. The first portion counts as `firstPortion`, even if it has more
    /// images.
    private var portion = Self.firstPortion
    /// The number of images in all portions.
    private(set) var images: Int

    init(_ batch: Batch, _ first: PlannedWork) {
        let (rest, portions) = AsyncStream<PlannedWork>.makeStream()
        self.portions = portions
        images = first.summary.wouldGenerate
        self.batch = Task { try await batch.run(first, followedBy: rest) }
    }

    /// Moves the planned work to the batch if it is large enough for the next portion.
    mutating func take(from work: inout PlannedWork) throws(EndedError) {
        guard work.summary.wouldGenerate >= 2 * portion else { return }
        portion = work.summary.wouldGenerate
        images += portion
        guard case .enqueued = portions.yield(work) else { throw EndedError() }
        work = PlannedWork()
    }

    /// Makes the images of the remaining work, and waits for the end of the batch.
    func finish(_ last: PlannedWork) async throws -> GenerationSummary {
        portions.yield(last)
        portions.finish()
        return try await withTaskCancellationHandler {
            try await batch.value
        } onCancel: {
            batch.cancel()
        }
    }

    /// Stops the batch after planning failed, and waits for its end.
    /// - Returns: the error of the batch if the batch ended before the plan; otherwise the error of the plan.
    func stop(after error: any Error) async -> any Error {
        portions.finish()
        if !(error is EndedError) { batch.cancel() }
        let end = await batch.result
        if error is EndedError, case .failure(let error) = end { return error }
        return error
    }
}
