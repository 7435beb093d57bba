import Files
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FileError {
    /// A source that cannot be opened, as the failure of its images.
    /// - Parameter source: its name as given.
    package func asSourceFailure(of source: String = "") -> Outcome.Failure {
        switch code {
        case ENOENT, ENOTDIR:
            Outcome.Failure(code: .missingSource, message: "there is no such file" + Self.remedy(for: source))
        case EISDIR: Outcome.Failure(code: .notAFile, message: "it is a folder")
        default: Outcome.Failure(code: .unreadableSource, message: "the source cannot be read: \(reason)")
        }
    }
    /// Invalid bytes in a name that is read become U+FFFD.
    private static func remedy(for source: String) -> String {
        source.unicodeScalars.contains("\u{FFFD}") ? "; if its name is not UTF-8, rename it" : ""
    }
}
