/// The numbers of a run with `--enqueue`.
package struct EnqueueSummary: Sendable, Equatable {
    package var bundles = 0
    /// The sources and canvases in the bundles that were sent.
    package var sources = 0
    package var images = 0
    /// The sources and canvases that have images to make or to rename, but are not sent, because bundles in the queue
    /// contain them.
    package var queued = 0
    /// The sources and canvases that have images to make or to rename, but are not sent, because dead letters contain
    /// them.
    package var dead = 0
    package var plan: GenerationSummary

    init(plan: GenerationSummary) { self.plan = plan }
}
