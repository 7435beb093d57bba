import ImageSpecs

/// The state is of a newer version of imagekit, which can record more than this one understands. It is neither changed
/// nor deleted.
package struct NewerStateError: Error, CustomStringConvertible {
    let path: String
    /// The version of the state.
    let version: Int

    package var description: String {
        "the state \(path) has version \(version), but imagekit \(ImageKitVersion.current) knows versions up to "
            + "\(StateStore.version): use the newer imagekit that wrote it. To continue with this one, delete the file: all "
            + "images stay, but the failures, the checksums, and the calls of single-file commands are lost"
    }
}
