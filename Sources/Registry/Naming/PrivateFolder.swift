/// The hidden folder of the state, the locks, and temporary files. It is in the cache folder, or next to the registry
/// if the storage has a location.
package enum PrivateFolder {
    package static let name = ".imagekit"
}
