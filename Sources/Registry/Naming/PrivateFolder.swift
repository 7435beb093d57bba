/// The hidden folder in a cache folder. It contains the state, the locks, and temporary files, but no cache files.
package enum PrivateFolder {
    package static let name = ".imagekit"
}
