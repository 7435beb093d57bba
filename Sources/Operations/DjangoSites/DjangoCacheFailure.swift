import DjangoCache

/// The reason why some changes were not made in a site's cache, and what the site does because of this.
struct DjangoCacheFailure: Sendable, CustomStringConvertible {
    let reason: DjangoCacheError
    /// The number of deleted files whose keys the cache can still contain, so that the site assumes that they exist.
    let undeleted: Int
    /// The reason why the journal (`DjangoCacheJournal`) does not contain all deleted files; nil if it contains them.
    var journalError: String?

    var description: String {
        let files = undeleted == 1 ? "1 deleted file" : "\(undeleted) deleted files"
        let effect =
            undeleted > 0
            ? "the site assumes that \(files) still exist, "
                + (journalError.map { "and no later run repeats the update (\($0)): clear the site's cache" }
                    ?? "until the next run repeats the update")
            : reason.isPartial
                ? "the site looks for these files itself; increase MAX_ENTRIES, and import the site again"
                : "the site looks for new files itself, and the next run repeats the update"
        return "\(reason): \(effect)"
    }
}
