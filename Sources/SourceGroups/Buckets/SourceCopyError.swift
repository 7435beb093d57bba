import Files
import Storage
import WorkerProtocol

/// A source in a bucket could not be copied to the local folder.
package enum SourceCopyError: Error {
    case storage(StorageError)
    case file(FileError)
    /// The downloaded bytes are not those of the object.
    case damaged(String)
    /// The run ended before the download was complete.
    case stopped

    /// The failure of the images of the source.
    package var failure: Outcome.Failure {
        switch self {
        case .storage(let error) where error.isOfAbsence:
            Outcome.Failure(code: .missingSource, message: "there is no such object: \(error)")
        case .storage(let error) where error.isOfChange:
            Outcome.Failure(
                code: .changedSource,
                message: "the object changed after it was listed; the next run makes it again"
            )
        case .storage(let error): Outcome.Failure(code: .unreadableSource, message: "\(error)")
        case .file(let error): Outcome.Failure(code: .unreadableSource, message: "the copy of the source: \(error)")
        case .stopped: Outcome.Failure(code: .unreadableSource, message: "the run ended before the download")
        case .damaged(let address):
            Outcome.Failure(
                code: .unreadableSource,
                message: "the download of \(address) has another checksum than the object; the next run tries again"
            )
        }
    }

    /// The error of the storage, if it would probably make all other downloads fail too; otherwise nil.
    package var ofAllObjects: StorageError? {
        if case .storage(let error) = self, error.concernsAllObjects { error } else { nil }
    }
}
