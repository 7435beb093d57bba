import Files
import SystemPackage
import WorkerProtocol

extension FileError {
    /// The failure of the images of a source that cannot be opened.
    /// - Parameter source: the name of the source as the user gave it.
    package func asSourceFailure(of source: String = "") -> Outcome.Failure {
        switch code {
        case .noSuchFileOrDirectory, .notDirectory:
            Outcome.Failure(code: .missingSource, message: "there is no such file" + Self.remedy(for: source))
        case .isDirectory: Outcome.Failure(code: .notAFile, message: "it is a folder")
        default:
            Outcome.Failure(
                code: .unreadableSource,
                message: "the source cannot be read: \(reason)" + readingRemedy(path, code)
            )
        }
    }

    /// A remedy for a name with U+FFFD. Bytes of a name that are not UTF-8 are read as U+FFFD, and no file has the
    /// resulting name.
    private static func remedy(for source: String) -> String {
        source.unicodeScalars.contains("\u{FFFD}") ? "; if its name is not UTF-8, rename it" : ""
    }
}
