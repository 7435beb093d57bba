/// The hidden folder of the state, the locks, and temporary files. By default, it is in the cache folder. If the
/// storage has a location, the hidden folder is next to the registry. `IMAGEKIT_STATE_DIR` names another folder
/// instead.
package enum PrivateFolder {
    package static let name = ".imagekit"
}
