/// The hidden folder in a cache folder. It contains the state, the locks, and temporary files, and no cache file.
package enum PrivateFolder {
    package static let name = ".imagekit"
}
