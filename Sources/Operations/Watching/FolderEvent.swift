/// A kernel event of a watched folder.
struct FolderEvent: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// A file or a link was created, or a complete file got an additional name.
        case fileCreated
        /// A process wrote to a file. When the process closes the file, the event `fileClosed` follows.
        case fileWritten
        /// The writer closed a file, or a complete file was moved here.
        case fileClosed
        case fileDeleted
        case folderCame
        case folderGone
        /// The watched folder itself was deleted, moved, or unmounted.
        case selfDeleted
        /// The kernel's event queue overflowed.
        case overflow
    }

    let kind: Kind
    /// The kernel's number of the folder's watch.
    let watch: Int32
    /// The entry's name in the folder; nil if it is not UTF-8 or the event concerns no entry.
    let name: String?
}
