/// The object that an upload may replace. A server with conditional uploads checks the condition at the moment of the
/// upload, so no writer replaces another writer's object unseen. Other servers do not give this protection. They ignore
/// the condition, or they refuse the request and `S3Storage` repeats the upload without the condition.
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
