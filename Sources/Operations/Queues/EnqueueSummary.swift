/// The numbers of a run with `--enqueue`.
package struct EnqueueSummary: Sendable, Equatable {
    package var bundles = 0
    /// The sources and canvases in the bundles that were sent.
    package var sources = 0
    package var images = 0
    /// The sources with images to make that the queue already had.
    package var queued = 0
    /// The sources with images to make that are in dead letters.
    package var dead = 0
    package var plan: GenerationSummary

    init(plan: GenerationSummary) { self.plan = plan }
}
