import Storage

/// A command needs the files of images, but they are only in a bucket.
package struct MissingCopiesError: Error, CustomStringConvertible {
    let address: String

    package var description: String {
        "cache files are only in \(address), and this command reads them in the cache folder: set keep_local to true in "
            + "the storages of the registry, and run imagekit generateimages"
    }
}

extension Settings {
    /// Whether the cache folder contains the cache files, or copies of the cache files in a bucket.
    package var hasLocalFiles: Bool { storage?.bucket?.keepsLocal ?? true }

    /// - Throws: an error if the cache files are only in a bucket.
    package func requireLocalFiles() throws(MissingCopiesError) {
        guard let bucket = storage?.bucket, !bucket.keepsLocal else { return }
        throw MissingCopiesError(address: bucket.configuration.address)
    }
}
