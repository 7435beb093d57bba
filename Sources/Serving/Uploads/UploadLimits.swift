/// Limits the numbers of uploads that are received or processed at the same time.
struct UploadLimits: Sendable {
    /// The maximum number of forms whose token is not received yet.
    private static let unknownForms = 32

    /// Counts the uploads that contain the token. If the server requires no token, counts all uploads.
    let uploads: UploadCounter
    /// Counts the forms whose token is not received yet. Any client can send such forms.
    let unknown: UploadCounter

    init(uploads count: Int) {
        uploads = UploadCounter(maximum: count)
        unknown = UploadCounter(maximum: min(count, Self.unknownForms))
    }
}
