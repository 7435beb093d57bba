/// The keys that sign requests.
package struct Credentials: Sendable, Equatable {
    package let accessKey: String
    package let secretKey: String
    package let sessionToken: String?

    package init(accessKey: String, secretKey: String, sessionToken: String? = nil) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
    }

    /// Texts that no message may contain.
    var secrets: [String] { [secretKey, sessionToken].compactMap(\.self).filter { !$0.isEmpty } }
}

/// The description contains no secret, so that messages, for example of failed tests, show no secret.
extension Credentials: CustomStringConvertible {
    package var description: String { "Credentials(\(accessKey))" }
}
