/// What the kernel tells of a watched folder.
struct FolderEvent: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// A file is new there: it was just opened to be written, or is a second name of one that is whole.
        case fileCame
        /// A file is written to: its writer will close it.
        case fileWritten
        /// Whoever wrote a file is done with it, or it came whole from elsewhere.
        case fileClosed
        case fileGone
        case folderCame
        case folderGone
        /// The watched folder itself is deleted, moved or not mounted any more.
        case selfGone
        /// There was more to tell than the kernel keeps.
        case overflow
    }

    let kind: Kind
    /// The number of the watch.
    let watch: Int32
    /// Of the entry, in the folder; nil where it is not UTF-8 or the event concerns no entry.
    let name: String?
}
