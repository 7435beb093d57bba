import Files
import Planning
import Registry
import Workers

/// The options of a run of `generateimages`. Single-file commands use some of them.
package struct GenerationOptions: Sendable {
    package var selection = Selection()
    /// Whether the run only reports what it would make, and writes nothing.
    package var isDryRun = false
    /// Whether a dry run of pages answers as if the requested images existed. The answers contain no sizes of images.
    var predictsMarkup = false
    package var force = false
    /// Whether the bytes of fresh images are read and verified.
    package var verify = false
    /// Whether images that can show a fault that is fixed now are made again.
    package var remakesOutdated = false
    package var failFast = false
    /// How long the run waits for other runs in the same cache folder, or for another process that makes the same
    /// image.
    package var patience = LockPatience.unlimited
    /// The number of parallel workers.
    package var jobs = 1
    /// The time at which the run stops its workers and starts no more images; nil means no deadline.
    package var deadline: ContinuousClock.Instant?
    /// Returns the time that the batch compares with the deadline. Workers and downloads use the system's clock. Tests
    /// replace this function, so that they do not have to wait for a deadline.
    var now: @Sendable () -> ContinuousClock.Instant = { .now }
    /// Creates the workers.
    package let runners: any JobRunnerFactory

    package init(runners: any JobRunnerFactory) { self.runners = runners }
}
