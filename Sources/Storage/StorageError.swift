import WorkerProtocol

/// A failed request to a storage.
package struct StorageError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        /// The server refused the request.
        case refused(ServiceError)
        /// No complete response arrived.
        case noResponse(TransportError)
        /// The response has an unexpected content.
        case malformedResponse(String)
        /// The object has another content than in the listing.
        case changed
        /// No request could be sent, because settings or credentials are missing or invalid.
        case notConfigured(String)
    }

    /// The operation and its object, such as "upload s3://bucket/key".
    let operation: String
    package let reason: Reason
    /// How often the request was sent.
    let attempts: Int
    /// Texts that no message may contain.
    private let secrets: [String]

    init(_ operation: String, _ reason: Reason, attempts: Int = 0, secrets: [String] = []) {
        self.operation = operation
        self.reason = reason
        self.attempts = attempts
        self.secrets = secrets
    }

    /// Whether all other requests would probably fail too, for example because the credentials are wrong.
    package var concernsAllObjects: Bool {
        switch reason {
        case .refused(let error): error.concernsAllObjects
        case .noResponse, .notConfigured: true
        case .malformedResponse, .changed: false
        }
    }

    /// Whether the object was replaced since it was listed, or is being replaced by another upload.
    package var isOfChange: Bool {
        if case .refused(let error) = reason {
            error.status == 412 || error.code == "ConditionalRequestConflict"
        } else {
            reason == .changed
        }
    }

    /// Whether the server does not support a header of the request.
    var isOfMissingSupport: Bool {
        if case .refused(let error) = reason { error.status == 501 } else { false }
    }

    /// Whether the object does not exist.
    package var isOfAbsence: Bool {
        if case .refused(let error) = reason { error.code == "NoSuchKey" } else { false }
    }

    package var description: String {
        let tries = attempts > 1 ? " (\(attempts) attempts)" : ""
        return "cannot \(operation): \(cause)\(tries)".withoutSecrets(EnvironmentSecrets.values + secrets)
    }

    private var cause: String {
        switch reason {
        case .refused(let error): error.message
        case .noResponse(let error): error.message
        case .malformedResponse(let text): "the server's response \(text)"
        case .changed: "it was replaced in the meantime"
        case .notConfigured(let text): text
        }
    }
}
