import ImageSpecs

/// A newer version of imagekit wrote the state. The state can contain records that this version does not understand, so
/// this version does not use, change, or delete the state.
package struct NewerStateError: Error, CustomStringConvertible {
    let path: String
    /// The version of the state.
    let version: Int

    package var description: String {
        "the state \(path) has version \(version), but imagekit \(ImageKitVersion.current) knows versions up to "
            + "\(StateStore.version): use the newer imagekit that wrote it. To continue with this version, delete the file: all "
            + "images stay, but the failures, the checksums, and the calls of single-file commands are lost"
    }
}
