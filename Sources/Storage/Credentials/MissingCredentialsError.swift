package enum MissingCredentialsError: Error, Equatable, CustomStringConvertible {
    case noSecretKey
    case noKeys(profile: String, exists: Bool)

    package var description: String {
        switch self {
        case .noSecretKey: "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not: set both"
        case .noKeys(let profile, let exists):
            "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                + (exists
                    ? "or add aws_access_key_id and aws_secret_access_key to the profile \(profile) in ~/.aws/credentials"
                    : "or AWS_PROFILE; ~/.aws has no profile \(profile)")
        }
    }
}
