/// The limits of the numbers of uploads.
struct UploadLimits: Sendable {
    /// The maximum number of forms whose token is not received yet.
    private static let unknownForms = 32

    /// Limits the uploads of clients that know the token.
    let uploads: UploadLimit
    /// Limits the forms whose token is not received yet. Any client can send such forms.
    let unknown: UploadLimit

    init(uploads count: Int) {
        uploads = UploadLimit(count)
        unknown = UploadLimit(min(count, Self.unknownForms))
    }
}
