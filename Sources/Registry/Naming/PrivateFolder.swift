/// The hidden folder of a cache folder, which contains the state, the locks and files that are being written, and no
/// cache file.
package enum PrivateFolder {
    package static let name = ".imagekit"
}
