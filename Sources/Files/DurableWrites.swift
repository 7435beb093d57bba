import ImageSpecs
import SystemPackage

#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif

/// Waits until everything that was written to the file system of a folder is on the disk: contents, sizes, and names.
/// On macOS, the function can return earlier.
///
/// One call covers any number of files. For many small files, it takes far less time than one `syncFile` per file.
/// - Throws: `FileError`, also if the kernel could not store the data of an earlier write, for example because the disk
///   is full.
package func syncFileSystem(of folder: String) throws(FileError) {
    #if canImport(Glibc)
        try withDescriptor(of: folder, .directory) { syncfs($0.rawValue) }
    #else
        sync()
    #endif
}

/// Waits until the content of a file is on the disk.
package func syncFile(_ path: String) throws(FileError) {
    try withDescriptor(of: path, []) { fsync($0.rawValue) }
}

/// Waits until the names in a folder are on the disk, and also the names in its parent folders up to `ancestor`.
/// - Parameter ancestor: the last folder to sync. It is `folder` or a folder above. If the caller created folders, it
///   must be above all of them.
package func syncFolders(from ancestor: String, to folder: String) throws(FileError) {
    var current = folder
    while true {
        try withDescriptor(of: current, .directory) { fsync($0.rawValue) }
        let parent = SourceName.split(current).folder
        guard current != ancestor, !parent.isEmpty, parent != current else { return }
        current = parent
    }
}

private func withDescriptor(
    of path: String,
    _ options: FileDescriptor.OpenOptions,
    _ sync: (FileDescriptor) -> Int32
) throws(FileError) {
    try FileError.naming("write", path) {
        let file = try FileDescriptor.open(path, .readOnly, options: [options, .closeOnExec])
        try file.closeAfter {
            // Some network file systems do not support this call, for example for a folder. Ignore the error, because
            // there is no other way to wait for their disk.
            guard sync(file) == 0 || [.invalidArgument, .notSupported, .noFunction].contains(Errno.last) else {
                throw Errno.last
            }
        }
    }
}
