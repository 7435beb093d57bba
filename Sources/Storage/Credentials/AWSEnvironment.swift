import Files

/// The credentials and settings that all programs for AWS share. The variables of the environment take precedence over
/// the values of the profile.
package struct AWSEnvironment: Sendable, Hashable {
    private let variables: [String: String]
    private let profileName: String
    /// The values of the profile: `stored` in the file `credentials`, and `configured` in the file `config`.
    private let stored: [String: String]?
    private let configured: [String: String]?

    /// - Parameter read: returns the text of the file at a path; nil if it cannot be read.
    package init(
        _ variables: [String: String],
        read: (String) -> String? = { path in
            (try? readFile(path)).map { String(decoding: $0, as: UTF8.self) }
        }
    ) {
        let variables = variables.filter { !$0.value.isEmpty }
        self.variables = variables
        let profile = variables["AWS_PROFILE"] ?? variables["AWS_DEFAULT_PROFILE"] ?? "default"
        profileName = profile
        func values(_ variable: String, _ name: String) -> [String: String]? {
            let path = variables[variable] ?? variables["HOME"].map { "\($0)/.aws/\(name)" }
            return path.flatMap(read).flatMap { AWSProfiles($0).values(of: profile) }
        }
        stored = values("AWS_SHARED_CREDENTIALS_FILE", "credentials")
        configured = values("AWS_CONFIG_FILE", "config")
    }

    package var region: String? {
        variables["AWS_REGION"] ?? variables["AWS_DEFAULT_REGION"] ?? configured?["region"] ?? stored?["region"]
    }

    package var endpoint: String? {
        variables["AWS_ENDPOINT_URL_S3"] ?? variables["AWS_ENDPOINT_URL"] ?? configured?["endpoint_url"]
    }

    package var maxAttempts: Int? {
        (variables["AWS_MAX_ATTEMPTS"] ?? configured?["max_attempts"]).flatMap { Int($0) }
    }

    /// - Throws: an error whose message says what to set.
    package func credentials() throws(MissingCredentialsError) -> Credentials {
        if let key = variables["AWS_ACCESS_KEY_ID"] {
            guard let secret = variables["AWS_SECRET_ACCESS_KEY"] else { throw .noSecretKey }
            return Credentials(accessKey: key, secretKey: secret, sessionToken: variables["AWS_SESSION_TOKEN"])
        }
        for values in [stored, configured] {
            guard let key = values?["aws_access_key_id"], let secret = values?["aws_secret_access_key"] else {
                continue
            }
            return Credentials(accessKey: key, secretKey: secret, sessionToken: values?["aws_session_token"])
        }
        throw .noKeys(profile: profileName, exists: stored != nil || configured != nil)
    }
}

/// The description and the mirror contain no secret.
extension AWSEnvironment: CustomStringConvertible, CustomReflectable {
    package var description: String { "AWSEnvironment(\(profileName))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
