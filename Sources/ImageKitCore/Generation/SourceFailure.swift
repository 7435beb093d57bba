import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FileError {
    /// A source that cannot be opened, as the failure of its images.
    var asSourceFailure: Outcome.Failure {
        switch code {
        case ENOENT, ENOTDIR: Outcome.Failure(code: .missingSource, message: "there is no such file")
        case EISDIR: Outcome.Failure(code: .notAFile, message: "it is a folder")
        default: Outcome.Failure(code: .unreadableSource, message: "the source cannot be read: \(reason)")
        }
    }
}
