import WorkerProtocol

/// A colour profile in a file of its own beside an output that is being written: libvips embeds profiles from files.
/// Gone at the end of its life.
final class ProfileFile {
    let path: String
    private let file: OutputFile

    /// - Throws: `Failure` `cannot-write`.
    init(_ profile: ICCProfile, beside target: Job.Target) throws(Failure) {
        path = target.temporaryPath + ".icc"
        file = try OutputFile(Job.Target(temporaryPath: path, path: path))
        try file.write(profile.bytes)
    }
}
