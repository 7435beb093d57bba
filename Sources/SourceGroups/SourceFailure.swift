import Files
import FileSearch
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

extension UnusableFile {
    /// The failure of the images of a source for which a walk or a call found this reason.
    func failure(of source: String, at path: String) -> Outcome.Failure {
        if case .failed(let code) = self { return FileError("read", path, code: code).asSourceFailure(of: source) }
        return Outcome.Failure(code: .notAFile, message: message)
    }
}
