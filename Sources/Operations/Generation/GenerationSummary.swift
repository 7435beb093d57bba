/// The number of images in a run for each result.
package struct GenerationSummary: Sendable, Equatable {
    package var generated = 0
    package var fresh = 0
    package var failed = 0
    package var wouldGenerate = 0
    /// The number of images that had to be made but were not finished before the deadline; nil without a deadline.
    package var left: Int?
    /// The number of folders that could not be searched for sources.
    package var unreadFolders = 0
    /// The number of source groups that could not be read.
    package var unreadGroups = 0
    /// Whether the state could not be uploaded for the other machines (`SharedStates`).
    package var isStateUnshared = false
    /// The failed images, divided into new and repeated failures.
    package var failures = FailureSummary()

    /// Whether sources can be missing, because folders or source groups could not be read.
    package var lacksSources: Bool { unreadFolders + unreadGroups > 0 }
}
