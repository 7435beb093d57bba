/// The object that an upload may replace. A server compares the object at the moment of the upload, so two writers
/// never replace each other's object unseen. A server without conditional uploads does not give this protection: it
/// ignores the condition, or it refuses the condition and `S3Storage` repeats the upload without it.
package enum PutCondition: Sendable, Equatable {
    /// Any object, or none.
    case always
    /// No object may have the name.
    case absent
    /// The object must exist and have this tag.
    case tag(String)

    var header: HTTPHeader? {
        switch self {
        case .always: nil
        case .absent: HTTPHeader("If-None-Match", "*")
        case .tag(let tag): HTTPHeader("If-Match", "\"\(tag)\"")
        }
    }
}
